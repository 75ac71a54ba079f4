import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDBClient } from '../../server/markets/client.ts';
import { createMarketStore } from '../../server/markets/create-store.ts';
import type { MarketStore } from '../../server/markets/store.ts';
import { patientTimeLimits, type TestStack } from '../fixture.ts';
import { useStack } from '../use-stack.ts';

/**
 * The SDK tries again where an answer did not come in time, also where the write had been done: then
 * its condition fails by its own effect. Between the two somebody else may have been quick.
 */
describe('a write whose answer was lost', () => {
  const stack = useStack();
  let markets: MarketStore;
  let losing: { store: MarketStore; meanwhile: () => Promise<unknown> };
  beforeAll(async () => {
    markets = createStore(stack.dynamodb);
    losing = await createLosingStore();
  });

  const content = {
    marketName: 'Old Town Market',
    marketDescription: 'Huts',
    marketAveragePrice: 5,
    city: 'Iași',
  };
  const hall = { name: 'iasi', cities: ['Iași'] };
  const toKey = () => ({ userId: randomUUID(), marketId: randomUUID() });

  function createStore(client: TestStack['dynamodb']): MarketStore {
    return createMarketStore(client, {
      tableName: stack.outputs.tableName,
      marketsPerApplicant: 50,
    });
  }

  /** Loses the first answer to each UpdateItem and PutItem, after `meanwhile`. */
  async function createLosingStore() {
    const { endpoint, region, credentials } = stack.dynamodb.config;
    const client = createDynamoDBClient(
      { ...(endpoint && { endpoint }), region, credentials },
      patientTimeLimits,
    );
    const losing = {
      store: createStore(client),
      meanwhile: async (): Promise<unknown> => undefined,
    };
    const met = new WeakSet<object>();
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        if (!/Update|Put/.test(String(context.commandName)) || met.has(context)) return result;
        met.add(context);
        await losing.meanwhile();
        throw Object.assign(new Error('lost'), { name: 'TimeoutError' });
      },
      { step: 'deserialize', priority: 'low', name: 'loseAnswers' },
    );
    return losing;
  }

  it('a submit answers with its market', async () => {
    const key = toKey();
    losing.meanwhile = async () => {};
    const market = await losing.store.submit(key, content);
    expect((await markets.listByOwner(key.userId, { limit: 5 })).items).toEqual([market]);
  });

  it('an edit answers with its market, also where a city has decided on it since', async () => {
    const key = toKey();
    const { revision } = await markets.submit(key, content);
    losing.meanwhile = async () => {
      const [market] = (await markets.listByOwner(key.userId, { limit: 5 })).items;
      await markets.decide(key, { revision: market?.revision ?? '', approved: true }, hall);
    };
    const edited = await losing.store.edit(key, revision, { marketAveragePrice: 6 });
    expect(edited).toMatchObject({ marketAveragePrice: 6, status: 'approved' });
    expect(edited.decisions).toHaveLength(1);
  });

  it('an edit of a market that is gone since is a 404', async () => {
    const key = toKey();
    const { revision } = await markets.submit(key, content);
    losing.meanwhile = () => markets.withdraw(key);
    const edited = losing.store.edit(key, revision, { marketAveragePrice: 6 });
    await expect(edited).rejects.toMatchObject({ problemCode: 'MARKET_NOT_FOUND' });
  });

  it('a decision answers with the market, which may be pending again by an edit', async () => {
    const key = toKey();
    const { revision } = await markets.submit(key, content);
    losing.meanwhile = () => markets.edit(key, revision, { marketAveragePrice: 6 });
    const decided = await losing.store.decide(key, { revision, approved: true }, hall);
    expect(decided).toMatchObject({
      marketAveragePrice: 6,
      status: 'pending',
      marketApproved: false,
    });
    expect(decided.decisions).toMatchObject([{ approved: true, decidedBy: 'iasi', revision }]);
    expect((await markets.listByOwner(key.userId, { limit: 5 })).items).toEqual([decided]);
  });

  it('a decision on a revision that was edited before it is a 409 all the same', async () => {
    const key = toKey();
    const { revision } = await markets.submit(key, content);
    await markets.edit(key, revision, { marketAveragePrice: 6 });
    losing.meanwhile = async () => {};
    const decided = losing.store.decide(key, { revision: uuidv7(), approved: true }, hall);
    await expect(decided).rejects.toMatchObject({ problemCode: 'STALE_REVISION' });
  });
});
