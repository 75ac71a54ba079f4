import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../server/domain/schemas.ts';
import { createDynamoDBClient } from '../../server/markets/client.ts';
import { createMarketStore } from '../../server/markets/create-store.ts';
import type { MarketStore } from '../../server/markets/store.ts';
import { currentCall } from '../../server/observe/call-record.ts';
import { engine } from '../engine.ts';
import { patientTimeLimits } from '../fixture.ts';
import { useStack } from '../use-stack.ts';

type Cost = { requests: string[]; units: number };

/** What each operation asks of DynamoDB, and what that is charged: docs/capacity.md has the table. */
describe('capacity', () => {
  const stack = useStack();
  let markets: MarketStore;
  let requests: string[] = [];
  beforeAll(async () => {
    const { endpoint, region, credentials } = stack.dynamodb.config;
    const client = createDynamoDBClient(
      { ...(endpoint && { endpoint }), region, credentials },
      patientTimeLimits,
    );
    client.middlewareStack.add(
      (next, context) => (args) => {
        requests.push(String(context.commandName).replace(/Command$/, ''));
        return next(args);
      },
      // Within the retries: each attempt is charged.
      { step: 'finalizeRequest', priority: 'low', name: 'count' },
    );
    const { tableName } = stack.outputs;
    markets = createMarketStore(client, { tableName, marketsPerApplicant: 50, horizonMs: 0 });
  });

  async function costOf(operation: () => Promise<unknown>): Promise<Cost> {
    requests = [];
    const call = { consumedCapacity: 0, startedAt: performance.now() };
    await currentCall.run(call, () => operation().catch(() => undefined));
    return { requests: [...requests], units: call.consumedCapacity };
  }

  const hall = { name: 'iasi', cities: ['Iași'] };
  const sizes = { small: 10, middle: 600, longest: limits.marketDescription };

  it.each(Object.entries(sizes))('of a %s market', async (size, length) => {
    const key = { userId: randomUUID(), marketId: randomUUID() };
    const content = {
      marketName: 'Old Town Market',
      marketDescription: 'ț'.repeat(length),
      marketAveragePrice: 5,
      city: 'Iași',
    };
    const revisionOf = async () =>
      (await markets.listByOwner(key.userId, { limit: 1 })).items[0]?.revision ?? '';
    /** A write costs a unit for each KB, and as much for each row of the index that comes or goes. */
    const kilobytes = Math.ceil((500 + 2 * length) / 1024);

    const { nextCursor: cursor } = await markets.listChanges('Iași', { cursor: 'now', limit: 25 });
    const submit = await costOf(() => markets.submit(key, content));
    const first = await revisionOf();
    const edit = await costOf(() => markets.edit(key, first, { marketAveragePrice: 6 }));
    const staleEdit = await costOf(() => markets.edit(key, first, { marketAveragePrice: 7 }));
    const revision = await revisionOf();
    const decide = await costOf(() => markets.decide(key, { revision, approved: true }, hall));
    const again = await costOf(() => markets.decide(key, { revision, approved: true }, hall));
    const listOwn = await costOf(() => markets.listByOwner(key.userId, { limit: 25 }));
    const listCity = await costOf(() => markets.listByCity('Iași', 'pending', { limit: 25 }));
    const listWhole = await costOf(() => markets.listByCity('Iași', undefined, { limit: 25 }));
    const get = await costOf(() => markets.get(key));
    // So that the time of the last write is over.
    await new Promise((resolve) => setTimeout(resolve, 5));
    let next = '';
    const changes = await costOf(async () => {
      const page = await markets.listChanges('Iași', { cursor, limit: 25 });
      expect(page.items).toHaveLength(1);
      next = page.nextCursor;
    });
    const noChanges = await costOf(() => markets.listChanges('Iași', { cursor: next, limit: 25 }));
    const withdraw = await costOf(() => markets.withdraw(key));

    const costs = {
      submit,
      edit,
      staleEdit,
      decide,
      again,
      listOwn,
      listCity,
      listWhole,
      get,
      changes,
      noChanges,
      withdraw,
    };
    console.log(engine.name, size, JSON.stringify(costs));
    expect(Object.values(costs).map((cost) => cost.requests)).toEqual([
      ['Query', 'PutItem'],
      ['UpdateItem'],
      ['UpdateItem', 'GetItem'],
      ['UpdateItem'],
      ['UpdateItem', 'GetItem'],
      ['Query'],
      ['Query'],
      ['Query', 'Query', 'Query'],
      ['GetItem'],
      ['Query', 'BatchGetItem'],
      ['Query'],
      ['GetItem', 'TransactWriteItems'],
    ]);
    // A row of the index of changes holds keys only: a unit if it is added, two if it moves.
    const write = engine.indexIsCharged ? 3 * kilobytes + 2 : kilobytes;
    for (const { units } of [edit, decide]) {
      expect(units).toBeGreaterThan(0);
      expect(units).toBeLessThanOrEqual(write);
    }
    expect(submit.units).toBeLessThanOrEqual(write + 1);
    // A transaction costs double: the market and its rows, the notice, and two rows of changes; and the read.
    const transaction = engine.indexIsCharged ? 4 * kilobytes + 8 : kilobytes;
    expect(withdraw.units).toBeLessThanOrEqual(transaction + Math.ceil(kilobytes / 4));
    expect(get.units).toBeLessThanOrEqual(Math.ceil(kilobytes / 4));
    expect(changes.units).toBeLessThanOrEqual(0.5 + Math.ceil(kilobytes / 4));
    expect(noChanges.units).toBeLessThanOrEqual(0.5);
    // A whole unit at least, as consistent reads cost: applicants see what they just did.
    expect(listOwn.units).toBeGreaterThanOrEqual(1);
  });
});
