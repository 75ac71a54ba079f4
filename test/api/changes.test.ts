import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { deleteExpired } from '../../local/dynamodb/expire.ts';
import {
  type ChangePage,
  changePageSchema,
  type Market,
  marketPageSchema,
} from '../../server/domain/market.ts';
import { firstChangeIdAt } from '../../server/markets/change-id.ts';
import { createDynamoDBClient } from '../../server/markets/client.ts';
import { createMarketStore } from '../../server/markets/create-store.ts';
import { encodeCursor } from '../../server/markets/cursor.ts';
import { createNotice } from '../../server/markets/notice.ts';
import { currentCall } from '../../server/observe/call-record.ts';
import { type Call, createCall, transports } from '../api-client.ts';
import { type Applicant, patientTimeLimits, startTestStack, type TestStack } from '../fixture.ts';
import { content, submitMarket } from '../security/markets.ts';
import { expectRefusal } from '../security/refusals.ts';
import { covering } from '../thorough.ts';

const batchSchema = z.object({
  RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(z.unknown()) })),
});

const city = 'Cluj-Napoca';
const day = 24 * 60 * 60 * 1_000;

let stack: TestStack;
let ada: Applicant;
let cluj: string;
beforeAll(async () => {
  // Nothing is in progress when these tests read the changes.
  stack = await startTestStack({ store: { horizonMs: 0 } });
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
});
afterAll(() => stack[Symbol.asyncDispose]());

/** So that the time of the last write is over. */
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

async function put(item: ReturnType<typeof createNotice>): Promise<void> {
  const { tableName } = stack.outputs;
  await stack.dynamodb.send(new PutItemCommand({ TableName: tableName, Item: item }));
}

describe.each(covering(transports, ['trpc']))('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });

  async function read(cursor: string, limit = 100): Promise<ChangePage> {
    await tick();
    const answer = await call('b2b.markets.changes', { city, cursor, limit }, cluj);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return changePageSchema.parse(answer.body);
  }

  const now = async () => (await read('now')).nextCursor;
  const keyOf = ({ userId, marketId }: Market) => ({ userId, marketId });

  it('each market is in the changes once, with its latest state, oldest change first', async () => {
    const cursor = await now();
    const [first, second, third, fourth] = [
      await submitMarket(stack, ada),
      await submitMarket(stack, ada),
      await submitMarket(stack, ada),
      await submitMarket(stack, ada),
    ];
    const edit = { ...keyOf(second), revision: second.revision, marketAveragePrice: 6 };
    const edited = (await call('b2c.markets.edit', edit, ada.token)).body;
    const decision = { ...keyOf(first), revision: first.revision, approved: true };
    const decided = (await call('b2b.markets.decide', decision, cluj)).body;
    await call('b2c.markets.withdraw', keyOf(third), ada.token);
    const changedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const expected = [
      { type: 'submitted', changedAt, ...keyOf(fourth), market: fourth },
      { type: 'edited', changedAt, ...keyOf(second), market: edited },
      { type: 'decided', changedAt, ...keyOf(first), market: decided },
      { type: 'withdrawn', changedAt, ...keyOf(third) },
    ];
    const whole = await read(cursor);
    expect(whole).toEqual({ items: expected, nextCursor: expect.any(String), more: false });
    expect(await read(whole.nextCursor)).toMatchObject({ items: [], more: false });

    const paged = [];
    let from = cursor;
    for (let more = true; more; ) {
      const page = await read(from, 1);
      expect(page.items.length).toBeLessThanOrEqual(1);
      paged.push(...page.items);
      from = page.nextCursor;
      more = page.more;
    }
    expect(paged).toEqual(expected);
    for (const market of [first, second, fourth]) {
      await call('b2c.markets.withdraw', keyOf(market), ada.token);
    }
  });

  it('a follower that starts while markets are written has all of them', async () => {
    const before = await submitMarket(stack, ada);
    const cursor = await now();
    const between = await submitMarket(stack, ada);
    const list = await call('b2b.markets.list', { city, limit: 100 }, cluj);
    const copy = new Map(marketPageSchema.parse(list.body).items.map((m) => [m.marketId, m]));
    await call('b2c.markets.withdraw', keyOf(before), ada.token);
    const after = await submitMarket(stack, ada);
    for (const { marketId, market } of (await read(cursor)).items) {
      if (market === undefined) copy.delete(marketId);
      else copy.set(marketId, market);
    }
    const current = await call('b2b.markets.list', { city, limit: 100 }, cluj);
    expect([...copy.keys()].toSorted()).toEqual([between.marketId, after.marketId].toSorted());
    expect(marketPageSchema.parse(current.body).items).toEqual(
      [...copy.values()].toSorted((a, b) => (a.revision < b.revision ? -1 : 1)),
    );
    await call('b2c.users.erase', {}, ada.token);
  });

  it('45: an erased market leaves its ids alone, and they are in no list, export or limit', async () => {
    const cursor = await now();
    const market = await submitMarket(stack, ada);
    expect((await call('b2c.users.erase', {}, ada.token)).body).toMatchObject({ erased: 1 });
    const page = await read(cursor);
    const changedAt = expect.any(String);
    expect(page.items).toEqual([{ type: 'withdrawn', changedAt, ...keyOf(market) }]);
    const own = await call('b2c.markets.list', { userId: 'me' }, ada.token);
    expect(own.body).toEqual({ items: [] });
    const exported = await call('b2c.users.export', {}, ada.token);
    expect(exported.body).toMatchObject({ markets: [] });
    for (const key of [keyOf(market), { ...keyOf(market), userId: 'me' }]) {
      expect((await call('b2c.markets.get', key, ada.token)).status).toBe(404);
    }
    const [notice] = (await stack.storedNotices()).filter(
      ({ marketId }) => marketId === market.marketId,
    );
    expect(Object.keys(notice ?? {}).toSorted()).toEqual([
      'changeId',
      'city',
      'expiresAt',
      'marketId',
      'userId',
    ]);
    // A repeated withdrawal changes nothing: the notice stays where it is.
    await call('b2c.markets.withdraw', keyOf(market), ada.token);
    expect(await read(cursor)).toMatchObject({ items: page.items });
  });

  it('45: after 30 days no id of a withdrawn market is in the table or in the changes', async () => {
    const key = { userId: crypto.randomUUID(), marketId: crypto.randomUUID() };
    await put(createNotice(key, city, uuidv7({ msecs: Date.now() - 30 * day - 5_000 })));
    const young = { ...key, marketId: crypto.randomUUID() };
    await put(createNotice(young, city, uuidv7({ msecs: Date.now() - 30 * day + 60_000 })));
    const oldest = encodeCursor({ city, changeId: firstChangeIdAt(Date.now() - 30 * day + 5_000) });
    const { items } = await read(oldest);
    const ids = items.map(({ marketId }) => marketId);
    expect(ids).toContain(young.marketId);
    expect(ids).not.toContain(key.marketId);
    await deleteExpired(stack.dynamodb, stack.outputs.tableName);
    const left = (await stack.storedNotices()).map(({ marketId }) => marketId);
    expect(left).toContain(young.marketId);
    expect(left).not.toContain(key.marketId);
  });

  it('a market that was withdrawn and submitted again is there, whatever the clocks say', async () => {
    const cursor = await now();
    const market = await submitMarket(stack, ada);
    const key = keyOf(market);
    const { tableName } = stack.outputs;
    const clockOf = (offset: number) => () => Date.now() + offset;
    const storeAt = (offset: number) =>
      createMarketStore(stack.dynamodb, {
        tableName,
        marketsPerApplicant: 50,
        clock: clockOf(offset),
      });
    // A Lambda whose clock is ahead withdraws, and one whose clock is behind submits again.
    await storeAt(40).withdraw(key);
    const again = await storeAt(-10).submit(key, content);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const { items } = await read(cursor);
    expect(items).toMatchObject([{ type: 'submitted', marketId: key.marketId }]);
    expect(items[0]?.market).toMatchObject({ revision: again.revision });
    await call('b2c.markets.withdraw', key, ada.token);
  });

  it('the same id in another city: each city learns of its own market', async () => {
    const cursor = await now();
    const market = await submitMarket(stack, ada);
    await call('b2c.markets.withdraw', keyOf(market), ada.token);
    const moved = await submitMarket(stack, ada, { city: 'Iași', marketId: market.marketId });
    expect((await read(cursor)).items).toMatchObject([
      { type: 'withdrawn', marketId: market.marketId },
    ]);
    await call('b2c.markets.withdraw', keyOf(moved), ada.token);
    expect((await read(cursor)).items).toHaveLength(1);
  });

  it('44: a cursor that is not of this city, or of no time that was, is refused', async () => {
    const cursorAt = (time: number, ofCity = city) =>
      encodeCursor({ city: ofCity, changeId: firstChangeIdAt(time) });
    const cases = [
      [cursorAt(Date.now(), 'Iași'), 400, 'INVALID_INPUT'],
      [cursorAt(Date.now() + 60_000), 400, 'INVALID_INPUT'],
      [(await now()).slice(0, -4), 400, 'INVALID_INPUT'],
      [encodeCursor({ changeId: uuidv7() }), 400, 'INVALID_INPUT'],
      ['later', 400, 'INVALID_INPUT'],
      [cursorAt(Date.now() - 31 * day), 410, 'CURSOR_EXPIRED'],
    ] as const;
    for (const [cursor, status, code] of cases) {
      const answer = await call('b2b.markets.changes', { city, cursor }, cluj);
      expectRefusal(answer, transport, { status, code });
      const line = JSON.parse(stack.logged.at(-1) ?? '{}');
      expect(line).toMatchObject({ status, consumedCapacity: 0 });
    }
    const missing = await call('b2b.markets.changes', { city }, cluj);
    expect(missing).toMatchObject({ status: 400, issues: [{ path: 'cursor' }] });
    const foreign = await call('b2b.markets.changes', { city: 'Iași', cursor: 'now' }, cluj);
    expect(foreign).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  it('a poll that finds nothing costs at most half a read unit', async () => {
    const cursor = await now();
    await read(cursor);
    const line = JSON.parse(stack.logged.at(-1) ?? '{}');
    expect(line).toMatchObject({ procedure: 'markets.changes', status: 200 });
    expect(line.consumedCapacity).toBeLessThanOrEqual(0.5);
  });
});

it('a change shows once no older one can appear: after the horizon', async () => {
  const horizonMs = 400;
  const { tableName } = stack.outputs;
  const store = createMarketStore(stack.dynamodb, {
    tableName,
    marketsPerApplicant: 50,
    horizonMs,
  });
  const { nextCursor } = await store.listChanges('Suceava', { cursor: 'now', limit: 25 });
  const key = { userId: crypto.randomUUID(), marketId: crypto.randomUUID() };
  const submittedAt = performance.now();
  await store.submit(key, { ...content, city: 'Suceava' });
  let page = await store.listChanges('Suceava', { cursor: nextCursor, limit: 25 });
  if (performance.now() - submittedAt < horizonMs) expect(page.items).toEqual([]);
  // An early reader's cursor is not behind the change.
  await new Promise((resolve) => setTimeout(resolve, horizonMs));
  page = await store.listChanges('Suceava', { cursor: page.nextCursor, limit: 25 });
  expect(page.items).toMatchObject([{ type: 'submitted', marketId: key.marketId }]);
  await store.withdraw(key);
});

describe('a database that leaves keys of a page unread', () => {
  /** Reads one key of each request, or none, as a throttled DynamoDB does. */
  async function storeThatReads(keysPerRequest: 0 | 1, requests: number[]) {
    const { endpoint, region, credentials } = stack.dynamodb.config;
    const client = createDynamoDBClient(
      { ...(endpoint && { endpoint }), region, credentials },
      { ...patientTimeLimits, callMs: keysPerRequest === 0 ? 300 : patientTimeLimits.callMs },
    );
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== 'BatchGetItemCommand') return next(args);
          const { tableName } = stack.outputs;
          const { RequestItems } = batchSchema.parse(args.input);
          const { Keys = [], ...rest } = RequestItems[tableName] ?? {};
          requests.push(Keys.length);
          const read = { ...rest, Keys: Keys.slice(0, Math.max(keysPerRequest, 1)) };
          const result = await next({ ...args, input: { RequestItems: { [tableName]: read } } });
          const UnprocessedKeys = { [tableName]: { Keys: Keys.slice(keysPerRequest) } };
          const Responses = keysPerRequest === 0 ? {} : Object(result.output).Responses;
          return { ...result, output: { ...result.output, Responses, UnprocessedKeys } };
        },
      { step: 'initialize', name: 'leaveUnread' },
    );
    const { tableName } = stack.outputs;
    return createMarketStore(client, { tableName, marketsPerApplicant: 50, horizonMs: 0 });
  }

  async function submitThree() {
    const store = createMarketStore(stack.dynamodb, {
      tableName: stack.outputs.tableName,
      marketsPerApplicant: 50,
      horizonMs: 0,
    });
    const { nextCursor } = await store.listChanges('Botoșani', { cursor: 'now', limit: 1 });
    const userId = crypto.randomUUID();
    const marketIds = [uuidv7(), uuidv7(), uuidv7()];
    for (const marketId of marketIds) {
      await store.submit({ userId, marketId }, { ...content, city: 'Botoșani' });
    }
    await tick();
    return { cursor: nextCursor, marketIds };
  }

  it('is asked for them again, and the page is complete', async () => {
    const { cursor, marketIds } = await submitThree();
    const requests: number[] = [];
    const store = await storeThatReads(1, requests);
    const { items } = await store.listChanges('Botoșani', { cursor, limit: 100 });
    expect(items.map(({ marketId }) => marketId)).toEqual(marketIds);
    expect(requests).toEqual([3, 2, 1]);
  });

  it('is asked with growing pauses until the time of the call is over, and the page fails as a whole', async () => {
    const { cursor } = await submitThree();
    const requests: number[] = [];
    const store = await storeThatReads(0, requests);
    const call = { consumedCapacity: 0, startedAt: performance.now() };
    const read = currentCall.run(call, () => store.listChanges('Botoșani', { cursor, limit: 100 }));
    await expect(read).rejects.toMatchObject({ problemCode: 'SERVICE_UNAVAILABLE' });
    expect(requests.length).toBeGreaterThan(1);
    expect(requests.length).toBeLessThan(10);
  });
});
