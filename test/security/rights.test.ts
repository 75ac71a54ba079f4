import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { marketPageSchema, marketSchema } from '../../server/domain/market.ts';
import { limits } from '../../server/domain/schemas.ts';
import { type Call, createCall, type HttpRequest, send, transports } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { useStack } from '../use-stack.ts';
import { createTestHandler, openLambdaDoor } from './doors.ts';
import { content, type Market, submitMarket } from './markets.ts';
import { challenges, expectRefusal } from './refusals.ts';

const stack = useStack();
let ada: Applicant;
let eve: Applicant;
let cluj: string;
let iasi: string;
let market: Market;
let before: unknown;

beforeAll(async () => {
  [ada, eve] = await Promise.all([stack.applicant('ada'), stack.applicant('eve')]);
  [cluj, iasi] = await Promise.all([stack.cityHall('cluj'), stack.cityHall('iasi')]);
  market = await submitMarket(stack, ada);
  before = await stack.stored();
});
afterEach(async () => expect(await stack.stored()).toEqual(before));

// A 403 for another userId has no challenge, because no other token would help.
const lackingScope = {
  status: 403,
  code: 'FORBIDDEN',
  challenge: challenges.insufficientScope,
} as const;

describe.each(transports)('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });

  it.each<[string, () => [string, Record<string, unknown>]]>([
    ['list', () => ['b2c.markets.list', { userId: ada.userId }]],
    ['get', () => ['b2c.markets.get', keyOf(market)]],
    ['submit', () => ['b2c.markets.submit', { userId: ada.userId, ...content }]],
    [
      'edit',
      () => [
        'b2c.markets.edit',
        { ...keyOf(market), revision: market.revision, marketName: 'Mine now' },
      ],
    ],
    ['withdraw', () => ['b2c.markets.withdraw', keyOf(market)]],
  ])("11: another applicant's userId on %s is 403, and nothing is read", async (_title, of) => {
    const [procedure, input] = of();
    const answer = await call(procedure, input, eve.token);
    expectRefusal(answer, transport, { status: 403, code: 'FORBIDDEN' });
    expect(JSON.stringify(answer.body)).not.toContain(ada.userId);
    expect(await stack.stored()).toEqual(before);
    const line = JSON.parse(stack.logged.at(-1) ?? '{}');
    expect(line).toMatchObject({ callerId: eve.userId, status: 403, consumedCapacity: 0 });
  });

  it("11: eve cannot reach ada's markets under her own id", async () => {
    const foreign = { userId: 'me', marketId: market.marketId };
    const read = await call('b2c.markets.get', foreign, eve.token);
    expectRefusal(read, transport, { status: 404, code: 'MARKET_NOT_FOUND' });
    const edit = { ...foreign, revision: market.revision, marketName: 'Mine now' };
    const edited = await call('b2c.markets.edit', edit, eve.token);
    expectRefusal(edited, transport, { status: 404, code: 'MARKET_NOT_FOUND' });
    expect(await call('b2c.markets.withdraw', foreign, eve.token)).toMatchObject({
      status: transport === 'rest' ? 204 : 200,
      body: undefined,
    });
    const list = await call('b2c.markets.list', { userId: 'me' }, eve.token);
    expect(list.body).toEqual({ items: [] });
    expect(await stack.stored()).toEqual(before);
  });

  it('12: a city hall that lists another city gets 403', async () => {
    for (const status of [undefined, 'pending']) {
      const input = { city: 'Cluj-Napoca', ...(status && { status }) };
      const answer = await call('b2b.markets.list', input, iasi);
      expectRefusal(answer, transport, lackingScope);
      const line = JSON.parse(stack.logged.at(-1) ?? '{}');
      expect(line).toMatchObject({ callerId: 'iasi', status: 403, consumedCapacity: 0 });
    }
  });

  it('43: a market of another city is 404, like one that is not there', async () => {
    const read = await call('b2b.markets.get', keyOf(market), cluj);
    expect(read).toMatchObject({ status: 200, body: market });
    const foreign = await call('b2b.markets.get', keyOf(market), iasi);
    expectRefusal(foreign, transport, { status: 404, code: 'MARKET_NOT_FOUND' });
    const unknown = { ...keyOf(market), marketId: crypto.randomUUID() };
    const missing = await call('b2b.markets.get', unknown, iasi);
    expect(withoutRequestId(foreign.body)).toEqual(withoutRequestId(missing.body));
  });

  it('12: no decision reveals the state of a market to another city', async () => {
    const decided = await submitMarket(stack, ada);
    const { revision } = decided;
    const approval = { ...keyOf(decided), revision, approved: true };
    expect((await call('b2b.markets.decide', approval, cluj)).status).toBe(200);
    const stored = await stack.stored();
    const unknown = { ...approval, marketId: crypto.randomUUID() };
    const { body } = await call('b2b.markets.decide', unknown, iasi);
    for (const changes of [
      {},
      { approved: false, reason: 'Noise' },
      { revision: '019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42' },
      { decisionsSeen: 0 },
      { decisionsSeen: 1, approved: false, reason: 'Noise' },
    ]) {
      const answer = await call('b2b.markets.decide', { ...approval, ...changes }, iasi);
      expectRefusal(answer, transport, { status: 404, code: 'MARKET_NOT_FOUND' });
      expect(withoutRequestId(answer.body)).toEqual(withoutRequestId(body));
    }
    expect(await stack.stored()).toEqual(stored);
    await call('b2c.markets.withdraw', keyOf(decided), ada.token);
  });

  it("12: a decision on another city's market is 404, like one on an unknown market", async () => {
    const decision = { ...keyOf(market), revision: market.revision, approved: true };
    const foreign = await call('b2b.markets.decide', decision, iasi);
    const unknown = await call(
      'b2b.markets.decide',
      { ...decision, marketId: crypto.randomUUID() },
      iasi,
    );
    expectRefusal(foreign, transport, { status: 404, code: 'MARKET_NOT_FOUND' });
    expect(withoutRequestId(foreign.body)).toEqual(withoutRequestId(unknown.body));
    expect(await stack.stored()).toEqual(before);
  });

  it('12: a token without the scope of a city may not act for that city, even if its city hall could', async () => {
    const narrow = await stack.cityHall('north', [
      'B2BIdentifier/ApproveChristmasMarkets',
      'City/suceava',
    ]);
    expect((await call('b2b.markets.list', { city: 'Suceava' }, narrow)).status).toBe(200);
    const answer = await call('b2b.markets.list', { city: 'Botoșani' }, narrow);
    expectRefusal(answer, transport, lackingScope);
    const nowhere = await stack.cityHall('north', ['B2BIdentifier/ApproveChristmasMarkets']);
    const refused = await call('b2b.markets.list', { city: 'Suceava' }, nowhere);
    expectRefusal(refused, transport, lackingScope);
  });

  const serverOnly: Record<string, unknown> = {
    marketApproved: true,
    status: 'approved',
    revision: '019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42',
    decisions: [],
    submittedAt: '2026-01-01T00:00:00.000Z',
    reviewOrder: 'approved#0',
    decidedBy: 'cluj',
    cityHall: 'cluj',
  };

  it.each(Object.keys(serverOnly))('13: %s in a submit is 400', async (name) => {
    const input = { userId: 'me', ...content, [name]: serverOnly[name] };
    const answer = await call('b2c.markets.submit', input, ada.token);
    expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
    expect(await stack.stored()).toEqual(before);
  });

  it.each(['marketApproved', 'status', 'decisions', 'city', 'submittedAt'])(
    '13: %s in an edit is 400',
    async (name) => {
      const { revision } = market;
      const values = { ...serverOnly, city: 'Iași' };
      const input = { ...keyOf(market), revision, marketName: 'New', [name]: Object(values)[name] };
      const answer = await call('b2c.markets.edit', input, ada.token);
      expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
      expect(await stack.stored()).toEqual(before);
    },
  );

  it.each(['marketApproved', 'status', 'decisions', 'decidedBy', 'cities', 'city'])(
    '13: %s in a decision is 400',
    async (name) => {
      const { revision } = market;
      const values = { ...serverOnly, city: 'Iași', cities: ['Cluj-Napoca'] };
      const input = { ...keyOf(market), revision, approved: true, [name]: Object(values)[name] };
      const answer = await call('b2b.markets.decide', input, cluj);
      expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
      expect(await stack.stored()).toEqual(before);
    },
  );

  it("13: userId in an export is 400, and so is a city in an applicant's list", async () => {
    const exported = await call('b2c.users.export', { userId: eve.userId }, ada.token);
    expectRefusal(exported, transport, { status: 400, code: 'INVALID_INPUT' });
    const listed = await call('b2c.markets.list', { userId: 'me', city: 'Iași' }, ada.token);
    expectRefusal(listed, transport, { status: 400, code: 'INVALID_INPUT' });
  });
});

it('13: over REST userId and marketId in a body are 400, even if they equal those of the path', async () => {
  const { apiUrl: origin } = stack.outputs;
  const headers = { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' };
  const target = `/v1/b2c/christmas-markets/${market.marketId}/user/me`;
  const edit = { revision: market.revision, marketName: 'New' };
  for (const extra of [{ userId: 'me' }, { userId: eve.userId }, { marketId: market.marketId }]) {
    const body = JSON.stringify({ ...edit, ...extra });
    const answer = await send({ method: 'PATCH', origin, target, headers, body });
    expectRefusal(answer, 'rest', { status: 400, code: 'INVALID_INPUT' });
  }
  for (const [method, of] of [
    ['DELETE', 'users/me'],
    ['DELETE', `christmas-markets/${market.marketId}/user/me`],
    ['GET', 'christmas-markets/user/me'],
  ] as const) {
    const body = JSON.stringify({ userId: eve.userId });
    const answer = await send({ method, origin, target: `/v1/b2c/${of}`, headers, body });
    expectRefusal(answer, 'rest', { status: 400, code: 'INVALID_INPUT' });
  }
  const decide = { revision: market.revision, approved: true };
  for (const [method, of, body, token] of [
    ['PATCH', `b2b/christmas-markets/${market.marketId}/user/${ada.userId}`, decide, cluj],
    ['POST', 'b2c/christmas-markets/user/me', content, ada.token],
  ] as const) {
    for (const userId of ['me', ada.userId, eve.userId]) {
      const answer = await send({
        method,
        origin,
        target: `/v1/${of}`,
        headers: { ...headers, authorization: `Bearer ${token}` },
        body: JSON.stringify({ ...body, userId }),
      });
      expectRefusal(answer, 'rest', { status: 400, code: 'INVALID_INPUT' });
    }
  }
  expect(await stack.stored()).toEqual(before);
});

describe('tRPC batches', () => {
  const batch = (side: 'b2c' | 'b2b', procedures: string, token: string): HttpRequest => ({
    method: 'POST',
    origin: stack.outputs.apiUrl,
    target: `/trpc/${side}/${procedures}?batch=1`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });

  it("14: in an applicant's batch only the call of a city procedure is refused", async () => {
    const { marketId, userId, revision } = market;
    const edit = { userId: 'me', marketId, revision, marketName: 'Edited beside' };
    const decide = { userId, marketId, revision, approved: true };
    const answer = await send({
      ...batch('b2c', 'b2b.markets.decide,markets.decide,markets.edit', ada.token),
      body: JSON.stringify({ 0: decide, 1: decide, 2: edit }),
    });
    expect(answer.status).toBe(207);
    expect(answer.body).toMatchObject([
      { error: { data: { code: 'NOT_FOUND', httpStatus: 404 } } },
      { error: { data: { code: 'NOT_FOUND', httpStatus: 404 } } },
      { result: { data: { marketName: 'Edited beside', status: 'pending' } } },
    ]);
    const [stored] = await stack.stored();
    expect(stored).toMatchObject({ marketName: 'Edited beside', marketApproved: false });
    before = await stack.stored();
  });

  it("14: in a city hall's batch only the call of an applicant's procedure is refused", async () => {
    const answer = await send({
      ...batch('b2b', 'markets.submit,markets.withdraw', cluj),
      body: JSON.stringify({ 0: { userId: 'me', ...content }, 1: keyOf(market) }),
    });
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject([
      { error: { data: { code: 'NOT_FOUND' } } },
      { error: { data: { code: 'NOT_FOUND' } } },
    ]);
    expect(await stack.stored()).toEqual(before);
  });

  it('14: the gateway refuses an applicant at the mount of the city halls', async () => {
    const answer = await send({ ...batch('b2b', 'markets.list', ada.token), body: '{"0":{}}' });
    expect(answer).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
  });

  it.each([
    ['1,000 calls', Array.from({ length: 1_000 }, () => 'a').join(',')],
    ['one call over the limit of a batch', list(limits.callsPerBatch + 1)],
    ['a,,,,b', 'a,,,,b'],
    ['a comma at the end', 'markets.list,'],
    ['a comma at the start', ',markets.list'],
  ])('15: %s in one batch is 400, and no call runs', async (_title, procedures) => {
    const before = stack.logged.length;
    const request = batch('b2c', procedures, ada.token);
    const answer = await send({ ...request, method: 'GET' });
    expectRefusal(answer, 'trpc', { status: 400, code: 'MALFORMED_REQUEST' });
    const posted = await send({ ...request, body: '{}' });
    expectRefusal(posted, 'trpc', { status: 400, code: 'MALFORMED_REQUEST' });
    const lines = stack.logged.slice(before).map((line) => JSON.parse(line));
    expect(lines.map(({ message }) => message)).toEqual(['refusal', 'refusal']);
  });

  it('15: 1,000 calls with real names exceed the header limit of the gateway, and are 400 at the Lambda', async () => {
    const request = {
      ...batch('b2c', list(1_000), ada.token),
      method: 'GET',
    };
    expect((await send(request)).status).toBe(431);
    await using door = await openLambdaDoor(stack, {
      handler: (event) => {
        const pathParameters = { proxy: list(1_000) };
        return createTestHandler(stack)({ ...event, pathParameters });
      },
    });
    const target = '/trpc/b2c/x?batch=1';
    const answer = await send({ ...request, origin: door.outputs.apiUrl, target });
    expectRefusal(answer, 'trpc', { status: 400, code: 'MALFORMED_REQUEST' });
  });

  it('a batch of the largest size runs', async () => {
    const inputs = Array.from({ length: limits.callsPerBatch }, (_, index) => [
      index,
      { userId: 'me' },
    ]);
    const query = new URLSearchParams({ input: JSON.stringify(Object.fromEntries(inputs)) });
    const request = batch('b2c', list(limits.callsPerBatch), ada.token);
    const answer = await send({ ...request, method: 'GET', target: `${request.target}&${query}` });
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(limits.callsPerBatch);
  });
});

it('the owner may do what was refused to others', async () => {
  const call = createCall(stack.outputs, 'rest');
  const list = await call('b2c.markets.list', { userId: ada.userId }, ada.token);
  const [mine] = marketPageSchema.parse(list.body).items;
  const { userId, marketId, revision } = marketSchema.parse(mine);
  const decision = { userId, marketId, revision, approved: true };
  expect((await call('b2b.markets.decide', decision, cluj)).status).toBe(200);
  before = await stack.stored();
  expect(before).toMatchObject([{ marketApproved: true, status: 'approved' }]);
});

function list(count: number): string {
  return Array.from({ length: count }, () => 'markets.list').join(',');
}

function keyOf({ userId, marketId }: Market) {
  return { userId, marketId };
}

function withoutRequestId(body: unknown): string {
  return JSON.stringify(body, (name, value) => (name === 'requestId' ? undefined : value));
}
