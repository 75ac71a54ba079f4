import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { createStackEnvironment } from '../../server/deployment/environment.ts';
import { marketPageSchema, marketSchema } from '../../server/domain/market.ts';
import { limits } from '../../server/domain/schemas.ts';
import { type Call, createCall, send, transports } from '../api-client.ts';
import { covering, thorough } from '../thorough.ts';
import { sendHead } from '../unit/gateway/fixture.ts';
import { useStack } from '../use-stack.ts';
import { content, storeCopies, submitMarket } from './markets.ts';
import { expectRefusal } from './refusals.ts';

// Each limit is tested exactly at the limit and one above. Cases 22 and 15 test bodies and batches.

const stack = useStack();
let cluj: string;

beforeAll(async () => {
  cluj = await stack.cityHall('cluj');
});

const marketsPerApplicant = 50;

const put = (item: object) =>
  stack.dynamodb.send(
    new PutItemCommand({ TableName: stack.outputs.tableName, Item: marshall(item) }),
  );

const storedOf = async (userId: string) =>
  (await stack.stored()).filter((item) => item.userId === userId);

describe.each(covering(transports, ['rest']))('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });

  it('an applicant has 50 markets at most; a repeat and a withdrawal still work', async () => {
    const { userId, token } = await stack.applicant(`many-${transport}`);
    const market = await submitMarket(stack, { token });
    await storeCopies(stack, market, marketsPerApplicant - 2);
    const submit = (marketId: string) =>
      call('b2c.markets.submit', { userId, ...content, marketId }, token);

    const last = crypto.randomUUID();
    expect((await submit(last)).status).toBeLessThan(300);
    const over = await submit(crypto.randomUUID());
    expectRefusal(over, transport, { status: 409, code: 'MARKET_LIMIT_REACHED' });
    expect(JSON.stringify(over.body)).toContain('an applicant may have at most 50');
    expect(await storedOf(userId)).toHaveLength(50);

    expect((await submit(last)).status).toBeLessThan(300);
    await call('b2c.markets.withdraw', { userId, marketId: last }, token);
    expect((await submit(crypto.randomUUID())).status).toBeLessThan(300);
    expect(await storedOf(userId)).toHaveLength(50);
  });

  it('a market has 100 decisions at most, with reasons of the maximum length', async () => {
    const { userId, token } = await stack.applicant(`decided-${transport}`);
    const longest = {
      marketName: '🎄'.repeat(limits.marketName),
      marketDescription: '🎄'.repeat(limits.marketDescription),
    };
    const { marketId, revision } = await submitMarket(stack, { token }, longest);
    const reason = '🎄'.repeat(limits.reason);
    const before = { decidedBy: 'cluj', decidedAt: new Date().toISOString(), revision, reason };
    const [item] = await storedOf(userId);
    await put({
      ...item,
      decisions: Array.from({ length: 99 }, (_, index) => ({
        ...before,
        approved: index % 2 === 0,
      })),
    });
    const key = { userId, marketId, revision };
    const hundredth = await call('b2b.markets.decide', { ...key, approved: false, reason }, cluj);
    expect(marketSchema.parse(hundredth.body).decisions).toHaveLength(100);

    const over = await call('b2b.markets.decide', { ...key, approved: true }, cluj);
    expectRefusal(over, transport, { status: 409, code: 'DECISION_LIMIT_REACHED' });
    const [stored] = await storedOf(userId);
    expect(marketSchema.parse(stored)).toEqual(hundredth.body);
    // The limit of DynamoDB is 400 KB. The rest is a reserve for new attributes.
    expect(JSON.stringify(stored).length).toBeGreaterThan(100_000);
    expect(Buffer.byteLength(JSON.stringify(stored))).toBeLessThan(300_000);

    // The owner can still edit and withdraw. Only a decision needs a new market.
    const edit = { userId, marketId, revision, marketName: 'Smaller' };
    expect((await call('b2c.markets.edit', edit, token)).status).toBe(200);
  });

  it('a page has 100 items at most, and 25 by default', async () => {
    const { userId, token } = await stack.applicant(`paged-${transport}`);
    const market = await submitMarket(stack, { token }, { city: 'Iași' });
    await storeCopies(stack, market, 100);
    const iasi = await stack.cityHall('iasi');
    for (const [procedure, input, by] of [
      ['b2c.markets.list', { userId }, token],
      ['b2b.markets.list', { city: 'Iași' }, iasi],
    ] as const) {
      const full = await call(procedure, { ...input, limit: 100 }, by);
      const { items, nextCursor } = marketPageSchema.parse(full.body);
      expect([items.length, typeof nextCursor]).toEqual([100, 'string']);
      const over = await call(procedure, { ...input, limit: 101 }, by);
      expectRefusal(over, transport, { status: 400, code: 'INVALID_INPUT' });
      const plain = await call(procedure, input, by);
      expect(marketPageSchema.parse(plain.body).items).toHaveLength(25);
    }
    const exported = await call('b2c.users.export', { limit: 101 }, token);
    expectRefusal(exported, transport, { status: 400, code: 'INVALID_INPUT' });
    await call('b2c.users.erase', {}, token);
  });
});

it('the limit of 50 also holds for large markets, which the database counts in pages of 1 MB', async () => {
  const { token } = await stack.applicant('heavy');
  const market = await submitMarket(stack, { token });
  const { userId } = market;
  const [like] = await storedOf(userId);
  const large = 4;
  for (let count = 1; count <= large; count++) {
    const filler = 'x'.repeat(300_000);
    await put({ ...like, marketId: `00000000-0000-4000-8000-0000000000${count + 10}`, filler });
  }
  await storeCopies(stack, market, marketsPerApplicant - 1 - large);
  const answer = await createCall(stack.outputs, 'rest')(
    'b2c.markets.submit',
    { userId: 'me', ...content },
    token,
  );
  expectRefusal(answer, 'rest', { status: 409, code: 'MARKET_LIMIT_REACHED' });
  expect(await storedOf(userId)).toHaveLength(marketsPerApplicant);
});

it('a page that the database ends at 1 MB loses no row', async () => {
  const { token } = await stack.applicant('large');
  const hall = await stack.cityHall('north');
  const { userId, marketId, ...market } = await submitMarket(stack, { token }, { city: 'Suceava' });
  await createCall(stack.outputs, 'rest')('b2c.markets.withdraw', { userId, marketId }, token);
  const mapped = {
    ...market,
    userId,
    __edb_e__: 'market',
    __edb_v__: '1',
    filler: 'x'.repeat(300_000),
  };
  const revisions = Array.from({ length: 12 }, () => uuidv7());
  // Large markets are pending, and small markets between them are approved.
  await Promise.all(
    revisions.map((revision, index) => {
      const status = index % 2 === 0 ? 'pending' : 'approved';
      return put({
        ...mapped,
        ...(status === 'approved' && { marketApproved: true, filler: '' }),
        marketId: crypto.randomUUID(),
        status,
        revision,
        reviewOrder: `${status}#${revision}`,
      });
    }),
  );
  const call = createCall(stack.outputs, 'rest');
  const seen: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const input = { city: 'Suceava', limit: 100, ...(cursor && { cursor }) };
    const page = marketPageSchema.parse((await call('b2b.markets.list', input, hall)).body);
    seen.push(...page.items.map(({ revision }) => revision));
    cursor = page.nextCursor;
    pages += 1;
  } while (cursor !== undefined);
  expect(pages).toBeGreaterThan(1);
  expect(seen).toEqual(revisions);
});

it.runIf(thorough)(
  'a batch with a response over the limit of Lambda is refused with an error, and a single list of it is returned',
  async () => {
    const { token } = await stack.applicant('much');
    const market = await submitMarket(stack, { token }, { city: 'Botoșani' });
    const [like] = await storedOf(market.userId);
    const decision = {
      approved: false,
      reason: '🎄'.repeat(limits.reason),
      decidedBy: 'north',
      decidedAt: new Date().toISOString(),
      revision: market.revision,
    };
    const decisions = Array(limits.decisionsPerMarket).fill(decision);
    for (let count = 0; count < 5; count++) {
      await put({ ...like, marketId: crypto.randomUUID(), decisions });
    }
    const ask = (count: number) => {
      const inputs = Array.from({ length: count }, (_, index) => [index, { userId: 'me' }]);
      const input = encodeURIComponent(JSON.stringify(Object.fromEntries(inputs)));
      const names = Array(count).fill('markets.list').join(',');
      return send({
        method: 'GET',
        origin: stack.outputs.apiUrl,
        target: `/trpc/b2c/${names}?batch=1&input=${input}`,
        headers: { authorization: `Bearer ${token}` },
      });
    };
    const refused = await ask(limits.callsPerBatch);
    expectRefusal(refused, 'trpc', { status: 400, code: 'MALFORMED_REQUEST' });
    expect(JSON.stringify(refused.body)).toContain('Ask for fewer lists at once');
    expect((await ask(2)).status).toBe(200);
  },
);

it('the number of markets is configurable, 50 by default', () => {
  const env = createStackEnvironment(stack.outputs);
  expect(readConfig(env).MARKETS_PER_APPLICANT).toBe(marketsPerApplicant);
  expect(readConfig({ ...env, MARKETS_PER_APPLICANT: '3' }).MARKETS_PER_APPLICANT).toBe(3);
  for (const bad of ['0', '-1', 'many', '1.5', 'Infinity']) {
    expect(() => readConfig({ ...env, MARKETS_PER_APPLICANT: bad })).toThrow(/MARKETS_PER/);
  }
});

it.each([
  [10_240, 200],
  [10_241, 431],
])('a request line and headers of %i bytes give %i', async (bytes, status) => {
  const port = Number(new URL(stack.outputs.apiUrl).port);
  const bare = 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: \r\n'.length;
  const answer = await sendHead(port, 'GET /health', [`X: ${'x'.repeat(bytes - bare)}`]);
  expect(answer.status).toBe(status);
  if (status === 431)
    expect(JSON.parse(answer.body)).toEqual({ message: 'Request Header Fields Too Large' });
});

it('a batch over the limit is refused before any call runs', async () => {
  const { token } = await stack.applicant('batch');
  const count = stack.logged.length;
  const names = Array.from({ length: limits.callsPerBatch + 1 }, () => 'markets.list').join(',');
  const answer = await send({
    method: 'GET',
    origin: stack.outputs.apiUrl,
    target: `/trpc/b2c/${names}?batch=1`,
    headers: { authorization: `Bearer ${token}` },
  });
  expectRefusal(answer, 'trpc', { status: 400, code: 'MALFORMED_REQUEST' });
  expect(JSON.stringify(answer.body)).toContain('at most 10 are allowed');
  expect(stack.logged).toHaveLength(count + 1);
});
