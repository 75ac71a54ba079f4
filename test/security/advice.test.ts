import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Call, createCall, send, toRecord, transports } from '../api-client.ts';
import { type Applicant, startTestStack } from '../fixture.ts';
import { useStack } from '../use-stack.ts';
import { createTestHandler, openLambdaDoor } from './doors.ts';
import { failingClient } from './failing-client.ts';
import { content, type Market, submitMarket } from './markets.ts';

// An error says what was wrong and, if known, what to do. The tests compare whole sentences, because
// their readers have neither our source nor our log.

const stack = useStack({ marketsPerApplicant: 2 });
let ada: Applicant;
let cluj: string;
let market: Market;

beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
  market = await submitMarket(stack, ada);
});

/** The `detail` of problem details, or the `message` of a tRPC error. */
function toAdvice({ body }: Answer): unknown {
  const answer = toRecord(body);
  return 'error' in answer ? toRecord(answer.error).message : answer.detail;
}

const unknownRevision = '019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42';
const notThere = 'There is no such market, or you have no access to it.';
const stale = (stored: string) =>
  `You sent revision ${unknownRevision}, but the market is now at ${stored}. Read it again first.`;

describe.each(transports)('over %s', (transport) => {
  let call: Call;
  beforeAll(() => {
    call = createCall(stack.outputs, transport);
  });
  const keyOf = ({ userId, marketId }: Market) => ({ userId, marketId });
  const decide = (to: Market, decision: object, token = cluj) =>
    call('b2b.markets.decide', { ...keyOf(to), revision: to.revision, ...decision }, token);

  it('a token error says how to send a token, or to get a new one', async () => {
    await using door = await openLambdaDoor(stack);
    const list = (token?: string) =>
      createCall(door.outputs, transport)('b2c.markets.list', { userId: 'me' }, token);
    const none = await list();
    expect(none.headers.get('www-authenticate')).toBe('Bearer');
    expect(toAdvice(none)).toBe('Send an access token: "authorization: Bearer <token>".');
    expect(toAdvice(await list('x.y.z'))).toBe(
      'The access token is not valid here. Get a new one.',
    );
  });

  it('a database error says to try again', async () => {
    const slow = Object.assign(new Error('slow'), { name: 'ThrottlingException' });
    const handler = createTestHandler(stack, { dynamodb: failingClient(() => slow) });
    await using door = await openLambdaDoor(stack, { handler });
    const answer = await createCall(door.outputs, transport)('b2c.users.erase', {}, ada.token);
    expect(toAdvice(answer)).toBe('The database does not answer in time. Try again later.');
  });

  it('an edit or decision error names the current revision, or says that the market does not exist', async () => {
    const edit = { ...keyOf(market), marketName: 'Other', revision: unknownRevision };
    expect(toAdvice(await call('b2c.markets.edit', edit, ada.token))).toBe(stale(market.revision));
    const decision = { approved: true, revision: unknownRevision };
    expect(toAdvice(await decide(market, decision))).toBe(stale(market.revision));
    const marketId = crypto.randomUUID();
    expect(toAdvice(await call('b2c.markets.edit', { ...edit, marketId }, ada.token))).toBe(
      notThere,
    );
    expect(toAdvice(await decide(market, { approved: true }, await stack.cityHall('iasi')))).toBe(
      notThere,
    );
  });

  it('an edit without a new value names what is missing', async () => {
    const { revision } = market;
    const answer = await call('b2c.markets.edit', { ...keyOf(market), revision }, ada.token);
    const advice = 'Nothing to edit: give at least one new value';
    expect(toAdvice(answer)).toBe(`${advice}.`);
    expect(answer.issues).toEqual([
      { path: '', message: advice, code: 'nothing_to_edit', params: {} },
    ]);
  });

  it('a submit error says that the id is taken, or gives the number of markets', async () => {
    const submit = (changes: object) =>
      call('b2c.markets.submit', { userId: 'me', ...content, ...changes }, ada.token);
    const { marketId } = market;
    const taken = `Market ${marketId} was submitted with other content. Edit it, or submit this content with a new marketId.`;
    expect(toAdvice(await submit({ marketId, marketName: 'Other' }))).toBe(taken);
    const second = await submitMarket(stack, ada);
    try {
      expect(toAdvice(await submit({ marketId: crypto.randomUUID() }))).toBe(
        'You have 2 markets, and an applicant may have at most 2. Withdraw one first.',
      );
      expect(toAdvice(await submit({ marketId, marketName: 'Other' }))).toBe(taken);
      expect((await submit({ marketId })).body).toEqual(market);
    } finally {
      await call('b2c.markets.withdraw', keyOf(second), ada.token);
    }
  });

  it('an error about an existing decision names the city hall and compares the reason', async () => {
    const decided = await submitMarket(stack, ada);
    const { revision } = decided;
    try {
      expect((await decide(decided, { approved: true })).status).toBe(200);
      expect((await decide(decided, { approved: true })).status).toBe(200);
      expect(toAdvice(await decide(decided, { approved: true, reason: 'Lovely' }))).toBe(
        `Revision ${revision} is already approved, by cluj with no reason. To correct the decision, read the market again and send decisionsSeen.`,
      );
      const overruling = { approved: false, reason: 'Noise', decisionsSeen: 0 };
      expect(toAdvice(await decide(decided, overruling))).toBe(
        'You saw 0 decisions, but the market has 1 and is approved. Read it again first.',
      );
      expect((await decide(decided, { approved: false, reason: 'Noise' })).status).toBe(200);
      expect(toAdvice(await decide(decided, { approved: false, reason: 'Smoke' }))).toBe(
        `Revision ${revision} is already rejected, by cluj with another reason. To correct the decision, read the market again and send decisionsSeen.`,
      );
    } finally {
      await call('b2c.markets.withdraw', keyOf(decided), ada.token);
    }
  });

  it('an error about the decision limit names the limit', async () => {
    const full = await submitMarket(stack, ada);
    const [item] = (await stack.stored()).filter(({ marketId }) => marketId === full.marketId);
    const decision = {
      approved: true,
      decidedBy: 'another',
      decidedAt: new Date().toISOString(),
      revision: full.revision,
    };
    const put = async (count: number, changes: object = {}) => {
      const Item = marshall({ ...item, ...changes, decisions: Array(count).fill(decision) });
      await stack.dynamodb.send(new PutItemCommand({ TableName: stack.outputs.tableName, Item }));
    };
    try {
      await put(100);
      for (const decisionsSeen of [undefined, 100]) {
        expect(toAdvice(await decide(full, { approved: true, decisionsSeen }))).toBe(
          'The market has 100 decisions, and may have at most 100. Its owner can withdraw it and submit it again.',
        );
      }
      // The same decision by another city hall is not a repeat.
      await put(100, { status: 'approved', marketApproved: true });
      expect(toAdvice(await decide(full, { approved: true }))).toBe(
        `Revision ${full.revision} is already approved, by another. To correct the decision, read the market again and send decisionsSeen.`,
      );
    } finally {
      await call('b2c.markets.withdraw', keyOf(full), ada.token);
    }
  });

  it('a cursor error says where a valid cursor comes from', async () => {
    const answer = await call('b2c.markets.list', { userId: 'me', cursor: 'x' }, ada.token);
    expect(toAdvice(answer)).toBe(
      'cursor: Expected the nextCursor of an earlier page of this list.',
    );
    expect(answer.issues).toEqual([
      {
        path: 'cursor',
        message: 'Expected the nextCursor of the page before',
        code: 'invalid_cursor',
        params: {},
      },
    ]);
  });
});

it('an error about an unreachable issuer says that its keys cannot be read', async () => {
  const dead = await startTestStack();
  const { issuer, b2bIssuer } = dead.outputs;
  const { token } = await dead.applicant('eve');
  await dead[Symbol.asyncDispose]();
  const outputs = { ...stack.outputs, issuer, b2bIssuer, b2cClientId: dead.outputs.b2cClientId };
  await using door = await openLambdaDoor({ ...stack, outputs });
  const answer = await createCall(door.outputs, 'rest')('b2c.users.erase', {}, token);
  expect(answer.status).toBe(503);
  expect(toAdvice(answer)).toBe("The issuer's keys cannot be read.");
});

describe('an error about the form of a request:', () => {
  const own = '/v1/b2c/christmas-markets/user/me';
  const batch = (count: number) => Array(count).fill('markets.list').join(',');

  it.each<[string, string, string, unknown, Record<string, string>]>([
    ['cursor: does not belong in the query.', 'POST', `${own}?cursor=a`, { ...content }, {}],
    [
      'userId: is given by the path and does not belong in the body.',
      'POST',
      own,
      { ...content, userId: 'me' },
      {},
    ],
    [
      'userId: is given by the path and does not belong in the query.',
      'GET',
      `${own}?userId=me`,
      undefined,
      {},
    ],
    ['The body must be a JSON object.', 'POST', own, [], {}],
    ['The body must be a JSON object.', 'POST', own, 5, {}],
    [
      'marketId: differs from the Idempotency-Key header; give one of them.',
      'POST',
      own,
      { ...content, marketId: '5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11' },
      { 'idempotency-key': '"5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d12"' },
    ],
    [
      'Idempotency-Key: Expected a UUID, version 7 or 4.',
      'POST',
      own,
      content,
      { 'idempotency-key': '5a0d3f0e-9a1c-1c57-8a53-3f0b8f4f2d11' },
    ],
    [
      'other: does not belong in the query.',
      'GET',
      '/trpc/b2c/markets.list?other=1',
      undefined,
      {},
    ],
    [
      'input: does not belong in the query.',
      'POST',
      '/trpc/b2c/markets.submit?input=1',
      content,
      {},
    ],
    [
      'The path must be the names of procedures, separated by ",".',
      'GET',
      '/trpc/b2c/markets.list,?batch=1',
      undefined,
      {},
    ],
    [
      'The path must be the names of procedures, separated by ",".',
      'GET',
      '/trpc/b2c/markets.list;x',
      undefined,
      {},
    ],
    [
      'The path must be the names of procedures, separated by ",".',
      'GET',
      '/trpc/b2c/%20markets.list',
      undefined,
      {},
    ],
    [
      'The batch has 11 calls; at most 10 are allowed.',
      'GET',
      `/trpc/b2c/${batch(11)}?batch=1`,
      undefined,
      {},
    ],
    [
      'A batch holds queries or mutations, not both.',
      'POST',
      '/trpc/b2c/markets.list,markets.withdraw?batch=1',
      {},
      {},
    ],
    [
      'The query parameter input is not valid JSON.',
      'GET',
      '/trpc/b2c/markets.list?input={',
      undefined,
      {},
    ],
    ['The body is not valid JSON.', 'POST', '/trpc/b2c/markets.submit', undefined, {}],
  ])('%s', async (advice, method, target, body, headers) => {
    const answer = await send({
      method,
      origin: stack.outputs.apiUrl,
      target,
      headers: {
        authorization: `Bearer ${ada.token}`,
        'content-type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBe(400);
    expect(toAdvice(answer)).toBe(advice);
    // `issues` always names the rejected place, for programs.
    expect(Array.isArray(answer.issues)).toBe(answer.code === 'INVALID_INPUT');
  });
});
