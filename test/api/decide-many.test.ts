import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DecisionResults, decisionResultsSchema } from '../../server/domain/market.ts';
import { problems } from '../../server/domain/problems.ts';
import { limits } from '../../server/domain/schemas.ts';
import { createDynamoDBClient } from '../../server/markets/client.ts';
import { type Call, createCall, send, transports } from '../api-client.ts';
import { type Applicant, patientTimeLimits } from '../fixture.ts';
import { createTestHandler, openLambdaDoor } from '../security/doors.ts';
import { type Market, submitMarket } from '../security/markets.ts';
import { challenges, expectRefusal } from '../security/refusals.ts';
import { covering, thorough } from '../thorough.ts';
import { useStack } from '../use-stack.ts';

const city = 'Cluj-Napoca';

const stack = useStack({ marketsPerApplicant: 1_000 });
let ada: Applicant;
let cluj: string;
/** No decision on them is valid. */
let pending: [Market, Market];
beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
  pending = [await submitMarket(stack, ada), await submitMarket(stack, ada)];
});

const keyOf = ({ userId, marketId }: Market) => ({ userId, marketId });
const approve = (market: Market) => ({
  ...keyOf(market),
  revision: market.revision,
  decisionsSeen: market.decisions.length,
  approved: true,
});
const submitSome = (count: number, changes = {}) =>
  Promise.all(Array.from({ length: count }, () => submitMarket(stack, ada, changes)));
const linesSince = (count: number) => stack.logged.slice(count).map((line) => JSON.parse(line));

describe.each(covering(transports, ['rest']))('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });

  const post = (decisions: unknown, token = cluj, ofCity = city) =>
    call('b2b.markets.decideMany', { city: ofCity, decisions }, token);

  async function decideMany(decisions: unknown, token = cluj): Promise<DecisionResults['items']> {
    const answer = await post(decisions, token);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return decisionResultsSchema.parse(answer.body).items;
  }

  it('each decision has its own result, in order, and one problem does not stop the others', async () => {
    const [approved, edited, decided, rejected, withdrawn] = await submitSome(5);
    const [elsewhere] = await submitSome(1, { city: 'Iași' });
    if (!approved || !edited || !decided || !rejected || !withdrawn || !elsewhere)
      throw new Error();
    const change = { ...keyOf(edited), revision: edited.revision, marketName: 'Other' };
    expect((await call('b2c.markets.edit', change, ada.token)).status).toBe(200);
    expect((await call('b2b.markets.decide', approve(decided), cluj)).status).toBe(200);
    await call('b2c.markets.withdraw', keyOf(withdrawn), ada.token);
    const reason = 'No fire lane';
    const decisions = [
      approve(withdrawn),
      approve(edited),
      { ...approve(decided), approved: false, reason },
      approve(elsewhere),
      approve(approved),
      { ...approve(rejected), approved: false, reason, reference: 'A-1', decidedByPerson: 'AP' },
    ];
    const before = await stack.stored();
    const items = await decideMany(decisions);
    const problem = (code: keyof typeof problems, status: number) => ({
      type: `urn:christmas-markets:problem:${code}`,
      title: problems[code].title,
      status,
      detail: expect.any(String),
      code,
      requestId: expect.any(String),
    });
    const { decisionsSeen, approved: _, ...rejection } = decisions[5] ?? approve(rejected);
    const { userId, marketId, ...details } = rejection;
    expect(items).toEqual([
      { ...keyOf(withdrawn), problem: problem('MARKET_NOT_FOUND', 404) },
      { ...keyOf(edited), problem: problem('STALE_REVISION', 409) },
      { ...keyOf(decided), problem: problem('ALREADY_DECIDED', 409) },
      { ...keyOf(elsewhere), problem: problem('MARKET_NOT_FOUND', 404) },
      {
        ...keyOf(approved),
        market: expect.objectContaining({ status: 'approved', marketApproved: true }),
      },
      {
        ...keyOf(rejected),
        market: expect.objectContaining({
          status: 'rejected',
          decisions: [
            { ...details, approved: false, decidedBy: 'cluj', decidedAt: expect.any(String) },
          ],
        }),
      },
    ]);
    // Stored is what the results say, and nothing else has changed.
    const after = await stack.stored();
    for (const { marketId, market } of items) {
      const now = after.find((item) => item.marketId === marketId);
      if (market === undefined) expect(now).toEqual(before.find((it) => it.marketId === marketId));
      else expect(now).toMatchObject(market);
    }
    expect(after).toHaveLength(before.length);
    // A single decision gets the same problem.
    for (const [index, decision] of decisions.entries()) {
      const expected = items[index]?.problem;
      if (expected === undefined) continue;
      const { status, code } = await call('b2b.markets.decide', decision, cluj);
      expect({ status, code }).toEqual({ status: expected.status, code: expected.code });
    }
  });

  it('the whole request is safe to repeat: the same decisions are stored once', async () => {
    const markets = await submitSome(transport === 'rest' ? limits.decisionsPerRequest : 4);
    const decisions = markets.map(approve);
    const some = decisions.slice(0, decisions.length / 2);
    const first = await decideMany(some);
    const stored = await stack.stored();
    expect(await decideMany(some)).toEqual(first);
    expect(await stack.stored()).toEqual(stored);
    // Repeated in parallel, and with the ones that are new.
    const [a, b] = await Promise.all([decideMany(decisions), decideMany(decisions)]);
    expect(a).toEqual(b);
    expect(a.slice(0, some.length)).toEqual(first);
    expect(a.map(({ market }) => market?.decisions.length)).toEqual(markets.map(() => 1));
  });

  it('a decision on another city of the same city hall is not found', async () => {
    const north = await stack.cityHall('north');
    const [suceava] = await submitSome(1, { city: 'Suceava' });
    const [botosani] = await submitSome(1, { city: 'Botoșani' });
    if (!suceava || !botosani) throw new Error();
    const answer = await post([approve(suceava), approve(botosani)], north, 'suceava');
    expect(answer.body).toMatchObject({
      items: [{ market: { status: 'approved' } }, { problem: { code: 'MARKET_NOT_FOUND' } }],
    });
    const rows = await stack.stored();
    expect(rows.find(({ marketId }) => marketId === botosani.marketId)).toMatchObject({
      status: 'pending',
      decisions: [],
    });
  });

  it('12: another city, too few scopes and an applicant are refused as a whole, and nothing is stored', async () => {
    const [market] = await submitSome(1);
    if (!market) throw new Error();
    const before = await stack.stored();
    const decisions = [approve(market)];
    const lackingScope = {
      status: 403,
      code: 'FORBIDDEN',
      challenge: challenges.insufficientScope,
    } as const;
    const iasi = await stack.cityHall('iasi');
    expectRefusal(await post(decisions, iasi), transport, lackingScope);
    const cityless = await stack.cityHall('cluj', ['B2BIdentifier/ApproveChristmasMarkets']);
    expectRefusal(await post(decisions, cityless), transport, lackingScope);
    // These are refused by the gateway.
    const actionless = await stack.cityHall('cluj', ['City/cluj-napoca']);
    expect(await post(decisions, actionless)).toMatchObject({ status: 403, code: undefined });
    expect(await post(decisions, ada.token)).toMatchObject({ status: 401, code: undefined });
    const unknown = await post(decisions, cluj, 'Atlantis');
    expectRefusal(unknown, transport, { status: 400, code: 'UNKNOWN_CITY' });
    // The city of the path does not open another hall's market.
    const items = decisionResultsSchema.parse((await post(decisions, iasi, 'Iași')).body);
    expect(items).toMatchObject({ items: [{ problem: { code: 'MARKET_NOT_FOUND' } }] });
    expect(await stack.stored()).toEqual(before);
  });

  it.each<[string, (market: Market, other: Market) => unknown, string]>([
    ['no list', () => undefined, 'decisions'],
    ['an empty list', () => [], 'decisions'],
    [
      'too many decisions',
      (market) =>
        Array.from({ length: limits.decisionsPerRequest + 1 }, () => ({
          ...approve(market),
          marketId: uuidv7(),
        })),
      'decisions',
    ],
    ['the same market twice', (a, b) => [a, b, a].map(approve), 'decisions.2.marketId'],
    [
      'the same market twice, in upper case',
      (a) => [approve(a), { ...approve(a), marketId: a.marketId.toUpperCase() }],
      'decisions.1.marketId',
    ],
    [
      'a rejection without a reason',
      (a, b) => [approve(a), { ...approve(b), approved: false }],
      'decisions.1.reason',
    ],
    [
      'a smuggled member',
      (a, b) => [approve(a), { ...approve(b), decidedBy: 'iasi' }],
      'decisions.1',
    ],
    [
      'an approval that is no boolean',
      (a, b) => [approve(a), { ...approve(b), approved: 'false' }],
      'decisions.1.approved',
    ],
    ['null', (a) => [approve(a), null], 'decisions.1'],
  ])('%s is 400, and no decision is stored', async (_, toDecisions, path) => {
    const [a, b] = pending;
    const before = await stack.stored();
    const answer = await post(toDecisions(a, b));
    expectRefusal(answer, transport, { status: 400, code: 'INVALID_INPUT' });
    expect(answer.issues).toMatchObject([{ path }]);
    expect(await stack.stored()).toEqual(before);
  });

  it('the log has a line for each decision, with its market, and none of its texts', async () => {
    const [market, other] = await submitSome(2);
    if (!market || !other) throw new Error();
    const count = stack.logged.length;
    const stale = { ...approve(other), revision: uuidv7() };
    await decideMany([{ ...approve(market), approved: false, reason: 'No fire lane' }, stale]);
    const lines = linesSince(count);
    const line = { callerId: 'cluj', procedure: 'markets.decideMany' };
    const ofMarket = ({ marketId, revision }: Market, approved: boolean) => ({
      ...line,
      marketId,
      decision: { approved, revision },
      consumedCapacity: expect.any(Number),
    });
    expect(lines).toHaveLength(3);
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...ofMarket(market, false), status: 200 }),
        expect.objectContaining({
          ...ofMarket({ ...other, revision: stale.revision }, true),
          status: 409,
          code: 'STALE_REVISION',
        }),
        expect.objectContaining({ ...line, status: 200 }),
      ]),
    );
    expect(new Set(lines.map(({ requestId }) => requestId)).size).toBe(1);
    expect(JSON.stringify(lines)).not.toContain('fire lane');
  });

  it('a failed database call gives its decision a problem to repeat, and the others are stored', async () => {
    const [first, throttled, broken, last] = await submitSome(4);
    if (!first || !throttled || !broken || !last) throw new Error();
    const failures = new Map([
      [throttled.marketId, Object.assign(new Error(), { name: 'ThrottlingException' })],
      [broken.marketId, new TypeError('arn:aws:dynamodb:…')],
    ]);
    const { endpoint, region, credentials } = stack.dynamodb.config;
    const dynamodb = createDynamoDBClient(
      { ...(endpoint && { endpoint }), region, credentials },
      patientTimeLimits,
    );
    dynamodb.middlewareStack.add(
      (next) => async (args) => {
        const text = JSON.stringify(args.input);
        for (const [marketId, error] of failures) if (text.includes(marketId)) throw error;
        return next(args);
      },
      { step: 'initialize', name: 'fail' },
    );
    await using door = await openLambdaDoor(stack, {
      handler: createTestHandler(stack, { dynamodb }),
    });
    const decisions = [first, throttled, broken, last].map(approve);
    const input = { city, decisions };
    const answer = await createCall(door.outputs, transport)('b2b.markets.decideMany', input, cluj);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        items: [
          { market: { status: 'approved' } },
          { problem: { code: 'SERVICE_UNAVAILABLE', status: 503 } },
          { problem: { code: 'INTERNAL_SERVER_ERROR', status: 500 } },
          { market: { status: 'approved' } },
        ],
      },
    });
    expect(JSON.stringify(answer.body)).not.toContain('arn:');
    const statusOf = async ({ marketId }: Market) =>
      (await stack.stored()).find((item) => item.marketId === marketId)?.status;
    expect(await statusOf(throttled)).toBe('pending');
    expect(await statusOf(last)).toBe('approved');
    dynamodb.destroy();
    // The repeat of the whole request completes it.
    const items = await decideMany(decisions);
    expect(items.map(({ market }) => market?.decisions.length)).toEqual([1, 1, 1, 1]);
  });
});

it('over tRPC it cannot be part of a batch, and no call of the batch runs', async () => {
  const [market] = await submitSome(1);
  if (!market) throw new Error();
  const before = await stack.stored();
  const input = { city, decisions: [approve(market)] };
  const answer = await send({
    method: 'POST',
    origin: stack.outputs.b2bApiUrl,
    target: '/trpc/b2b/markets.decide,markets.decideMany?batch=1',
    headers: { authorization: `Bearer ${cluj}`, 'content-type': 'application/json' },
    body: JSON.stringify({ 0: approve(market), 1: input }),
  });
  expectRefusal(answer, 'trpc', { status: 400, code: 'MALFORMED_REQUEST' });
  expect(await stack.stored()).toEqual(before);
  // Clients that batch may send it as the only call of a batch.
  const alone = await send({
    method: 'POST',
    origin: stack.outputs.b2bApiUrl,
    target: '/trpc/b2b/markets.decideMany?batch=1',
    headers: { authorization: `Bearer ${cluj}`, 'content-type': 'application/json' },
    body: JSON.stringify({ 0: input }),
  });
  expect(alone).toMatchObject({ status: 200 });
});

it.runIf(thorough)(
  'markets for which an answer has no room have a problem to repeat, and a repeat shows them',
  async () => {
    const call = createCall(stack.outputs, 'rest');
    const decideMany = async (decisions: unknown) => {
      const { body } = await call('b2b.markets.decideMany', { city, decisions }, cluj);
      return decisionResultsSchema.parse(body).items;
    };
    const reason = '🎄'.repeat(limits.reason);
    const markets = await submitSome(10, {
      marketDescription: '🎄'.repeat(limits.marketDescription),
    });
    for (const { changeId, ...item } of await stack.stored()) {
      const { marketId, revision } = item;
      if (!markets.some((market) => market.marketId === marketId)) continue;
      const decidedAt = new Date().toISOString();
      const decision = { decidedBy: 'cluj', decidedAt, revision, reason };
      const decisions = Array.from({ length: 99 }, (_, index) => ({
        ...decision,
        approved: index % 2 === 0,
      }));
      const { tableName } = stack.outputs;
      await stack.dynamodb.send(
        new PutItemCommand({ TableName: tableName, Item: marshall({ ...item, decisions }) }),
      );
    }
    const decisions = markets.map((market) => ({ ...approve(market), decisionsSeen: 99 }));
    const items = await decideMany(decisions);
    const left = items.filter(({ market }) => market === undefined);
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(markets.length);
    for (const { problem } of left) expect(problem).toMatchObject({ status: 503 });
    const repeated = await decideMany(
      decisions.filter(({ marketId }) => left.some((each) => each.marketId === marketId)),
    );
    for (const { market } of repeated) expect(market?.decisions).toHaveLength(100);
  },
);
