import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxIdLength } from '../../server/domain/market.ts';
import { statuses } from '../../server/domain/schemas.ts';
import { createMarketEntity } from '../../server/markets/entity.ts';
import {
  createCityPosition,
  createKey,
  createPut,
  createQuery,
  createUpdate,
} from '../../server/markets/requests.ts';
import { statements } from '../../server/markets/statements.ts';

const TableName = 'Markets';
const entity = createMarketEntity(undefined, TableName);

const text = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('{userId}', '$&', ':a', '#b'));
const decision = fc.record(
  { approved: fc.boolean(), reason: text, decidedBy: text, decidedAt: text, revision: text },
  // ElectroDB reads the constructor of a value.
  {
    requiredKeys: ['approved', 'decidedBy', 'decidedAt', 'revision'],
    noNullPrototype: true,
  },
);
const optional = { address: text, opensOn: text, closesOn: text };
const written = {
  marketName: text,
  marketDescription: text,
  marketAveragePrice: fc.integer({ min: 0, max: 1_000_000 }).map((cents) => cents / 100),
  marketApproved: fc.boolean(),
  status: fc.constantFrom(...statuses),
  revision: text,
  submittedAt: text,
  changeId: text,
};
const key = fc.record({ userId: text, marketId: text });
const market = fc
  .tuple(
    key,
    fc.record({ ...written, city: text, firstSubmittedAt: text, decisions: fc.array(decision) }),
    fc.record(optional, { requiredKeys: [] }),
  )
  .map(([ofKey, ofMarket, ofOptional]) => ({ ...ofKey, ...ofMarket, ...ofOptional }));

// The Lambda fills statements that were prepared. ElectroDB makes the requests anew, of the values.
describe('a filled statement is the request that ElectroDB makes of the entity', () => {
  it('for a key', () => {
    fc.assert(
      fc.property(key, (given) => {
        expect({ TableName, Key: unmarshall(createKey(given)) }).toEqual(
          entity.get(given).params(),
        );
      }),
    );
  });

  it('for the queries', () => {
    const read = ({ ExpressionAttributeValues, ...rest }: ReturnType<typeof createQuery>) => ({
      TableName,
      ...rest,
      ExpressionAttributeValues: unmarshall(ExpressionAttributeValues),
    });
    fc.assert(
      fc.property(text, written.status, text, (id, status, revision) => {
        const { byOwner, byCity, ownedBy } = entity.query;
        expect([
          read(createQuery(statements.byOwner, { userId: id })),
          read(createQuery(statements.keysByOwner, { userId: id })),
          read(createQuery(statements.ownedBy, { userId: id })),
          read(createQuery(statements.byCity, { city: id, status })),
          read(createQuery(statements.byCityAbove, { city: id, status, revision })),
        ]).toEqual([
          byOwner({ userId: id }).params({ consistent: true, order: 'desc' }),
          byOwner({ userId: id }).params({ consistent: true, attributes: ['marketId'] }),
          ownedBy({ userId: id }).params(),
          byCity({ city: id, status }).params(),
          byCity({ city: id })
            .between(
              { status, revision: `${revision}!` },
              { status, revision: '~'.repeat(maxIdLength + 1) },
            )
            .params(),
        ]);
      }),
    );
  });

  it('for a submission, and for the position of the market in its city', () => {
    fc.assert(
      fc.property(market, (given) => {
        const { Item, ...rest } = createPut(given);
        const item = unmarshall(Item);
        expect({ TableName, ...rest, Item: item }).toEqual(entity.create(given).params());
        expect(item).toMatchObject(unmarshall(createCityPosition(given)));
      }),
    );
  });

  it('for an edit', () => {
    const edit = fc.record(
      { ...written, ...optional },
      { requiredKeys: ['status', 'revision', 'changeId'] },
    );
    fc.assert(
      fc.property(key, edit, fc.boolean(), (given, { address, ...set }, removes) => {
        const update = {
          set: removes || address === undefined ? set : { ...set, address },
          remove: removes ? (['address'] as const) : [],
        };
        const condition = '#revision = :seen';
        const values = { ':seen': 'x' };
        const { ExpressionAttributeValues, ...rest } = readParams(
          entity
            .patch(given)
            .set(update.set)
            .remove([...update.remove])
            .where(() => condition)
            .params(),
        );
        expect(readUpdate(createUpdate(given, { ...update, condition, values }))).toEqual({
          ...rest,
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ...values },
        });
      }),
    );
  });

  it('for a decision', () => {
    fc.assert(
      fc.property(key, market, decision, (given, { status, revision, changeId }, last) => {
        const set = { status, marketApproved: last.approved, changeId };
        const append = { decisions: [last] };
        const update = createUpdate(given, {
          set,
          composite: { revision },
          append,
          // ElectroDB adds this condition for a composite.
          condition: '#revision = :revision0',
          values: { ':revision0': revision },
        });
        const params = entity.patch(given).set(set).composite({ revision }).append(append).params();
        expect(readUpdate(update)).toEqual(readParams(params));
      }),
    );
  });
});

function readUpdate({
  Key,
  ExpressionAttributeValues,
  ...update
}: ReturnType<typeof createUpdate>) {
  return readParams({
    ...update,
    TableName,
    Key: unmarshall(Key),
    ExpressionAttributeValues: unmarshall(ExpressionAttributeValues),
  });
}

/** Without the order of the assignments. */
function readParams({
  UpdateExpression,
  ExpressionAttributeValues,
  ...params
}: Record<string, unknown>) {
  const [set = '', removed] = String(UpdateExpression).replace('SET ', '').split(' REMOVE ');
  return {
    ...params,
    set: set.split(/, (?=#\w+ = )/).toSorted(),
    removed,
    ExpressionAttributeValues: Object.assign({}, ExpressionAttributeValues),
  };
}
