import * as z from 'zod';
import { maxIdLength } from '../domain/market.ts';
import { statuses } from '../domain/schemas.ts';
import { createMarketEntity } from './entity.ts';
import { cityIndex, marketTable } from './table.ts';

const queryTemplate = z.object({
  IndexName: z.string().optional(),
  KeyConditionExpression: z.string(),
  ProjectionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()),
  ExpressionAttributeValues: z.record(z.string(), z.string()),
  ScanIndexForward: z.boolean().optional(),
  ConsistentRead: z.boolean().optional(),
});
const keyTemplate = z.object({ Key: z.record(z.string(), z.string()) });
const putTemplate = z.object({
  Item: z.record(z.string(), z.unknown()),
  ConditionExpression: z.string(),
  ExpressionAttributeNames: z.record(z.string(), z.string()),
});
const updateTemplate = z.object({ UpdateExpression: z.string(), ConditionExpression: z.string() });

export type QueryStatement = z.infer<typeof queryTemplate>;

/** Any value, of which ElectroDB makes the templates. */
const [status] = statuses;
const slots = {
  userId: '{userId}',
  marketId: '{marketId}',
  marketName: '{marketName}',
  marketDescription: '{marketDescription}',
  marketAveragePrice: 0,
  city: '{city}',
  address: '{address}',
  opensOn: '{opensOn}',
  closesOn: '{closesOn}',
  marketApproved: false,
  status,
  revision: '{revision}',
  submittedAt: '{submittedAt}',
  firstSubmittedAt: '{firstSubmittedAt}',
  changeId: '{changeId}',
  decisions: [],
};

/**
 * The requests that ElectroDB makes of the entity, as plain data: `{name}` stands for the value of an
 * attribute. The bundle of the Lambda holds the data in place of this module (see tools/build/lambda.ts):
 * loading ElectroDB and building the entity takes a quarter of a cold start.
 */
export const statements = createStatements();

function createStatements() {
  const entity = createMarketEntity(undefined, 'table');
  // An update sets these, and appends decisions.
  const { userId, marketId, city, firstSubmittedAt, decisions, ...settable } = slots;
  const key = { userId, marketId };
  const put = putTemplate.parse(entity.create(slots).params());
  const update = updateTemplate.parse(
    entity.patch(key).set(settable).append({ decisions }).params(),
  );
  const ofOwner = { consistent: true } as const;
  const byCityAbove = entity.query.byCity({ city }).between(
    // The next possible text after this revision: '!' is the first character of ids.
    { status, revision: `${slots.revision}!` },
    { status, revision: '~'.repeat(maxIdLength + 1) },
  );
  const derived = readDerived(put.Item);
  const ownKeys = entity.query.byOwner({ userId }).params({ ...ofOwner, attributes: ['marketId'] });
  return {
    key: keyTemplate.parse(entity.get(key).params()).Key,
    byOwner: queryTemplate.parse(
      entity.query.byOwner({ userId }).params({ ...ofOwner, order: 'desc' }),
    ),
    keysByOwner: queryTemplate.parse(ownKeys),
    ownedBy: queryTemplate.parse(entity.query.ownedBy({ userId }).params()),
    byCity: readCityQuery(entity.query.byCity({ city, status }).params()),
    byCityAbove: readCityQuery(byCityAbove.params()),
    /** The position of a market in the index of cities. */
    positionByCity: Object.fromEntries(
      [cityIndex, marketTable]
        .flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey])
        .map((name) => [name, derived[name] ?? `{${name}}`]),
    ),
    /** The attributes that follow from others. */
    derived,
    put: {
      ConditionExpression: put.ConditionExpression,
      ExpressionAttributeNames: put.ExpressionAttributeNames,
    },
    update: {
      ConditionExpression: update.ConditionExpression,
      assignments: readAssignments(update.UpdateExpression),
    },
  };
}

function readCityQuery(params: unknown): QueryStatement {
  const query = queryTemplate.parse(params);
  const values = mapValues(query.ExpressionAttributeValues, withStatusSlot);
  return { ...query, ExpressionAttributeValues: values };
}

function readDerived(item: Record<string, unknown>): Record<string, string> {
  const others = Object.entries(item).filter(([name]) => !(name in slots));
  return mapValues(Object.fromEntries(others), (value) => withStatusSlot(String(value)));
}

/** `SET #a = :a_u0, #b = list_append(…)`: the assignment of each attribute. */
function readAssignments(expression: string): Record<string, string> {
  const assignments = expression.replace(/^SET /, '').split(/, (?=#\w+ = )/);
  return Object.fromEntries(
    assignments.map((assignment) => [/^#(\w+)/.exec(assignment)?.[1] ?? '', assignment]),
  );
}

/** The entity allows no slot as a status, so the place of a real status becomes one. */
function withStatusSlot(text: string): string {
  return text.replace(status, '{status}');
}

function mapValues<T>(
  values: Record<string, T>,
  map: (value: T) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
