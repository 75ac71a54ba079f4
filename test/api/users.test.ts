import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { erasureSchema, userDataSchema } from '../../server/domain/market.ts';
import { limits } from '../../server/domain/schemas.ts';
import { type Call, createCall, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { createTestHandler, openLambdaDoor } from '../security/doors.ts';
import { type Market, storeCopies, submitMarket } from '../security/markets.ts';
import { covering } from '../thorough.ts';
import { useStack } from '../use-stack.ts';

const stack = useStack({ marketsPerApplicant: 1_000 });
let ada: Applicant;
let eve: Applicant;

beforeAll(async () => {
  [ada, eve] = await Promise.all([stack.applicant('ada'), stack.applicant('eve')]);
});

const storedOf = async (userId: string) =>
  (await stack.stored()).filter((item) => item.userId === userId);

/** Submits a market, and stores so many copies that the applicant has `count` markets. */
async function submitMany(applicant: { token: string }, count: number): Promise<Market> {
  const market = await submitMarket(stack, applicant);
  await storeCopies(stack, market, count - 1);
  return market;
}

describe.each(covering(transports, ['rest']))('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });

  afterEach(async () => {
    for (const { userId, marketId } of await stack.stored()) {
      const Key = marshall({ userId, marketId });
      await stack.dynamodb.send(new DeleteItemCommand({ TableName: stack.outputs.tableName, Key }));
    }
  });

  const erase = async (token: string, by = call) =>
    erasureSchema.parse((await by('b2c.users.erase', {}, token)).body);

  it('an export holds everything stored about the caller, page by page, and nothing of others', async () => {
    const { userId, marketId, revision } = await submitMany(ada, 5);
    await submitMany(eve, 2);
    const decision = { approved: false, reason: 'No fire lane', revision };
    const key = { userId, marketId };
    await call('b2b.markets.decide', { ...key, ...decision }, await stack.cityHall('cluj'));

    const exported: unknown[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const answer = await call(
        'b2c.users.export',
        { limit: 2, ...(cursor && { cursor }) },
        ada.token,
      );
      const page = userDataSchema.parse(answer.body);
      expect(page.userId).toBe(ada.userId);
      exported.push(...page.markets);
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBe(3);

    // All but what only repeats it: the keys of the indexes and the mark of the mapper.
    const stored = (await storedOf(ada.userId)).map(
      ({ reviewOrder, changeId, __edb_e__, __edb_v__, ...item }) => item,
    );
    expect(exported).toHaveLength(5);
    expect(exported).toEqual(expect.arrayContaining(stored));
    expect(JSON.stringify(exported)).toContain('No fire lane');
  });

  it('an export is empty for a person without stored data', async () => {
    const { userId, token } = ada;
    expect((await call('b2c.users.export', {}, token)).body).toEqual({ userId, markets: [] });
  });

  it('an erasure deletes a bounded number of own markets with each call, until none remains', async () => {
    await submitMany(ada, limits.marketsPerErasure + 3);
    await submitMany(eve, 2);
    expect(await erase(ada.token)).toEqual({ erased: limits.marketsPerErasure, remaining: true });
    expect(await storedOf(ada.userId)).toHaveLength(3);
    expect(await erase(ada.token)).toEqual({ erased: 3, remaining: false });
    expect(await erase(ada.token)).toEqual({ erased: 0, remaining: false });
    expect(await storedOf(ada.userId)).toEqual([]);
    expect(await storedOf(eve.userId)).toHaveLength(2);

    const cluj = await stack.cityHall('cluj');
    const listed = await call('b2b.markets.list', { city: 'Cluj-Napoca', limit: 100 }, cluj);
    expect(JSON.stringify(listed.body)).not.toContain(ada.userId);
  });

  it("an erasure of exactly one call's number reports that none remains", async () => {
    const { token } = ada;
    await submitMany({ token }, limits.marketsPerErasure);
    expect(await erase(token)).toEqual({ erased: limits.marketsPerErasure, remaining: false });
  });

  it('erasures in parallel, and beside a submit, leave nothing half done', async () => {
    const { userId, token } = ada;
    await submitMany({ token }, 10);
    await Promise.all([erase(token), erase(token), submitMarket(stack, { token })]);
    expect((await storedOf(userId)).length).toBeLessThanOrEqual(1);
    await erase(token);
    expect(await storedOf(userId)).toEqual([]);
  });

  it('an erasure that breaks off is taken up by the next call', async () => {
    const { userId, token } = ada;
    await submitMany({ token }, 8);
    let deletions = 0;
    const { dynamodb } = stack;
    dynamodb.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'TransactWriteItemsCommand') deletions += 1;
          if (deletions === 4)
            throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
          return next(args);
        },
      { step: 'initialize', name: 'breakOff' },
    );
    try {
      await using door = await openLambdaDoor(stack, { handler: createTestHandler(stack) });
      const broken = await createCall(door.outputs, transport)('b2c.users.erase', {}, token);
      expect(broken).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    } finally {
      dynamodb.middlewareStack.remove('breakOff');
    }
    const left = await storedOf(userId);
    expect(left.length).toBeGreaterThan(0);
    expect(await erase(token)).toEqual({ erased: left.length, remaining: false });
    expect(await storedOf(userId)).toEqual([]);
  });

  it('what something else wrote under the id is erased too', async () => {
    const { userId, token } = ada;
    const Item = marshall({ userId, marketId: 'imported by hand', note: 'personal' });
    await stack.dynamodb.send(new PutItemCommand({ TableName: stack.outputs.tableName, Item }));
    expect(await erase(token)).toEqual({ erased: 1, remaining: false });
    expect(await storedOf(userId)).toEqual([]);
  });

  it('an erasure continues if the database ends a page at 1 MB', async () => {
    const { userId, token } = ada;
    const TableName = stack.outputs.tableName;
    for (let count = 0; count < 5; count++) {
      const Item = marshall({ userId, marketId: `${count}`, filler: 'x'.repeat(300_000) });
      await stack.dynamodb.send(new PutItemCommand({ TableName, Item }));
    }
    const first = await erase(token);
    expect(first).toEqual({ erased: expect.any(Number), remaining: true });
    expect(await erase(token)).toEqual({ erased: 5 - first.erased, remaining: false });
    expect(await storedOf(userId)).toEqual([]);
  });

  it('somebody who erased everything may apply again', async () => {
    const { userId, token } = ada;
    const before = await submitMarket(stack, { token });
    await erase(token);
    const after = await submitMarket(stack, { token }, { marketId: before.marketId });
    expect(after.revision > before.revision).toBe(true);
    expect(await storedOf(userId)).toHaveLength(1);
  });
});
