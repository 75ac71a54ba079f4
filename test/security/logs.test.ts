import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { AccessLogEntry } from '../../local/gateway/gateway.ts';
import { decisionPattern } from '../../server/observe/decision-pattern.ts';
import { createLog } from '../../server/observe/log.ts';
import { createCall, createRequest, send, transports } from '../api-client.ts';
import { matchesPattern } from '../cloudwatch-pattern.ts';
import { type Applicant, createLineLog } from '../fixture.ts';
import { covering } from '../thorough.ts';
import { useStack } from '../use-stack.ts';
import { createTestHandler, openLambdaDoor } from './doors.ts';
import { failingClient } from './failing-client.ts';
import { content, submitMarket } from './markets.ts';

const stack = useStack({
  marketsPerApplicant: 1_000,
  accessLog: (entry) => accessLog.push(entry),
});
let ada: Applicant;
let cluj: string;
const accessLog: AccessLogEntry[] = [];

beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
});

const linesSince = (count: number): Record<string, unknown>[] =>
  stack.logged.slice(count).map((line) => JSON.parse(line));

/** The members that every line has. */
const common = {
  level: 'INFO',
  message: 'call',
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  service: 'test',
  sampling_rate: 0,
  requestId: expect.stringMatching(/^[\w+/]{15}=$/),
  durationMs: expect.any(Number),
  consumedCapacity: expect.any(Number),
};

describe('a log line', () => {
  it('of a success contains procedure, caller, market, status, duration and capacity', async () => {
    const count = stack.logged.length;
    const { marketId } = await submitMarket(stack, ada);
    expect(linesSince(count)).toEqual([
      {
        ...common,
        procedure: 'markets.submit',
        callerId: ada.userId,
        marketId,
        status: 201,
      },
    ]);
    expect(linesSince(count)[0]?.consumedCapacity).toBeGreaterThan(0);
  });

  it('of a refusal also contains the code', async () => {
    const count = stack.logged.length;
    const call = createCall(stack.outputs, 'rest');
    await call('b2b.markets.list', { city: 'Iași' }, cluj);
    expect(linesSince(count)).toEqual([
      {
        ...common,
        procedure: 'markets.list',
        callerId: 'cluj',
        status: 403,
        code: 'FORBIDDEN',
        tokenFault: 'scope',
        consumedCapacity: 0,
      },
    ]);
  });

  it.each([
    ['/trpc/b2c/no.such', 404, 'NOT_FOUND'],
    ['/trpc/b2c/markets.withdraw', 405, 'METHOD_NOT_SUPPORTED'],
    ['/trpc/b2c/markets.list?input=x', 400, 'MALFORMED_REQUEST'],
  ])(
    'of a call that reaches no procedure, %s, contains the route',
    async (target, status, code) => {
      const count = stack.logged.length;
      const headers = { authorization: `Bearer ${ada.token}` };
      const answer = await send({ method: 'GET', origin: stack.outputs.apiUrl, target, headers });
      const { durationMs, consumedCapacity, ...line } = common;
      expect(linesSince(count)).toEqual([
        {
          ...line,
          message: 'refusal',
          requestId: answer.requestId,
          routeKey: 'GET /trpc/b2c/{proxy+}',
          status,
          code,
        },
      ]);
    },
  );

  it('is written for each call of a batch', async () => {
    const count = stack.logged.length;
    await send({
      method: 'GET',
      origin: stack.outputs.apiUrl,
      target: '/trpc/b2c/markets.list,no.such,users.export?batch=1&input=%7B%222%22%3A%7B%7D%7D',
      headers: { authorization: `Bearer ${ada.token}` },
    });
    const lines = linesSince(count);
    expect(lines.map(({ procedure, code }) => procedure ?? code).sort()).toEqual([
      'NOT_FOUND',
      'markets.list',
      'users.export',
    ]);
    expect(new Set(lines.map(({ requestId }) => requestId)).size).toBe(1);
  });
});

it('the log shows who decided what and when, also after the market is gone', async () => {
  const call = createCall(stack.outputs, 'trpc');
  const market = await submitMarket(stack, ada);
  const { userId, marketId, revision } = market;
  const key = { userId, marketId };
  await call('b2b.markets.decide', { ...key, revision, approved: true }, cluj);
  const rejection = { ...key, revision, approved: false, reason: 'No fire lane' };
  await call('b2b.markets.decide', rejection, cluj);
  await call('b2b.markets.decide', { ...rejection, approved: true }, await stack.cityHall('iasi'));
  await call('b2c.markets.withdraw', key, ada.token);
  expect((await stack.stored()).filter((item) => item.marketId === marketId)).toEqual([]);

  const trail = linesSince(0).filter((line) => line.marketId === marketId);
  expect(
    trail.map(({ callerId, procedure, status, decision }) => [
      callerId,
      procedure,
      status,
      decision,
    ]),
  ).toEqual([
    [ada.userId, 'markets.submit', 201, undefined],
    ['cluj', 'markets.decide', 200, { approved: true, revision }],
    ['cluj', 'markets.decide', 200, { approved: false, revision }],
    ['iasi', 'markets.decide', 404, { approved: true, revision }],
    [ada.userId, 'markets.withdraw', 204, undefined],
  ]);
  const times = trail.map(({ timestamp }) => String(timestamp));
  expect(times).toEqual(times.toSorted());
  expect(JSON.stringify(trail)).not.toContain('fire lane');
});

it('the archive gets the lines of decisions that took effect, and no other line', async () => {
  const call = createCall(stack.outputs, 'rest');
  const [first, second] = [await submitMarket(stack, ada), await submitMarket(stack, ada)];
  const toKey = ({ userId, marketId }: typeof first) => ({ userId, marketId });
  const count = stack.logged.length;
  await call(
    'b2b.markets.decide',
    { ...toKey(first), revision: first.revision, approved: true },
    cluj,
  );
  // Of these two, the second one is refused.
  const decisions = [
    { ...toKey(second), revision: second.revision, approved: false, reason: 'No fire lane' },
    { ...toKey(first), revision: second.revision, approved: false, reason: 'No fire lane' },
  ];
  await call('b2b.markets.decideMany', { city: 'Cluj-Napoca', decisions }, cluj);
  await call('b2b.markets.get', { ...toKey(first) }, cluj);
  await call('b2b.markets.list', { city: 'Iași' }, cluj);
  await call('b2c.markets.list', { userId: 'me' }, ada.token);
  await call('b2c.markets.withdraw', toKey(first), ada.token);

  const lines = linesSince(count);
  expect(lines.filter(({ decision }) => decision !== undefined)).toHaveLength(3);
  expect(lines.length).toBeGreaterThan(6);
  const archived = lines.filter((line) => matchesPattern(decisionPattern, line));
  const expected = [
    { ...first, approved: true, procedure: 'markets.decide' },
    { ...second, approved: false, procedure: 'markets.decideMany' },
  ];
  expect(archived).toEqual(
    expected.map(({ marketId, revision, approved, procedure }) => ({
      ...common,
      procedure,
      callerId: 'cluj',
      marketId,
      decision: { approved, revision },
      status: 200,
    })),
  );
  expect(JSON.stringify(archived)).not.toContain(ada.userId);
});

it.each(['LOG_LEVEL', 'POWERTOOLS_LOG_LEVEL'])(
  '%s in the environment does not suppress who decided what',
  async (variable) => {
    vi.stubEnv(variable, 'WARN');
    const written: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      written.push(String(chunk));
      return true;
    });
    try {
      // The product's own log, which reads the environment and writes to the process's output.
      const handler = createTestHandler(stack, { log: createLog() });
      await using door = await openLambdaDoor(stack, { handler });
      const { userId, marketId, revision } = await submitMarket(stack, ada);
      const decision = { userId, marketId, revision, approved: true };
      const answer = await createCall(door.outputs, 'rest')('b2b.markets.decide', decision, cluj);
      expect(answer.status).toBe(200);
      const lines = written
        .filter((line) => line.startsWith('{"level"'))
        .map((line) => JSON.parse(line));
      expect(lines).toEqual([
        expect.objectContaining({
          level: 'INFO',
          procedure: 'markets.decide',
          callerId: 'cluj',
          marketId,
          decision: { approved: true, revision },
        }),
      ]);
    } finally {
      write.mockRestore();
      vi.unstubAllEnvs();
    }
  },
);

/** A unique text, followed by characters that could break a log line or a terminal. */
const secret = fc
  .tuple(fc.uuid(), fc.constantFrom('\r\n', '\n{"level":"INFO"}', '\u001b[31m', '"}', '\\n', ''))
  .map(([id, breakout]) => `${id}${breakout}`);

describe.each(covering(transports, ['trpc']))('33: over %s', (transport) => {
  it('no log line contains a token, a header, a secret or the text of a person', async () => {
    const call = createCall(stack.outputs, transport);
    const toRequest = createRequest(stack.outputs, transport);
    await fc.assert(
      fc.asyncProperty(fc.array(secret, { minLength: 8, maxLength: 8 }), async (secrets) => {
        const count = stack.logged.length;
        const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = ''] = secrets;
        const visible = (text: string) => text.replace(/\p{Cc}/gu, ' ');
        const submitted = await call(
          'b2c.markets.submit',
          { userId: 'me', ...content, marketName: visible(a), marketDescription: visible(b) },
          ada.token,
        );
        const { userId, marketId, revision } = Object(submitted.body);
        const decision = { userId, marketId, revision, approved: false };
        await call('b2b.markets.decide', { ...decision, reason: visible(c) }, cluj);
        await call('b2b.markets.decide', { ...decision, approved: a, reason: c }, cluj);
        await call('b2c.markets.submit', { userId: 'me', ...content, marketName: d }, ada.token);
        await call('b2c.markets.submit', { userId: 'me', ...content, city: visible(e) }, ada.token);
        await call('b2c.markets.submit', { userId: f, ...content, [g]: h }, ada.token);
        await call('b2c.markets.list', { userId: 'me', cursor: e, limit: f }, ada.token);
        await call('b2c.markets.list', { userId: 'me' }, encodeURIComponent(h));
        const request = toRequest('b2c.markets.submit', { userId: 'me' }, ada.token);
        await send({ ...request, body: `{"${g}":` });
        const target = `${request.target}?${encodeURIComponent(f)}=${encodeURIComponent(g)}`;
        await send({ ...request, target });
        const word = encodeURIComponent(h);
        const headers = {
          ...request.headers,
          'idempotency-key': word,
          cookie: word,
          'x-api-key': word,
        };
        await send({ ...request, headers: { ...headers, 'content-type': word } });
        await send({ ...request, headers, target: `/trpc/b2c/x${h.slice(0, 8)}.y` });
        // Requests for unknown paths: the path is the client's own text.
        for (const target of [`/docs/${word}?q=${word}`, `/openapi.json?q=${word}`, `/${word}`]) {
          await send({ ...request, method: 'GET', headers, target }).catch(() => undefined);
        }

        const lines = stack.logged.slice(count);
        expect(lines.length).toBeGreaterThan(8);
        for (const line of [
          ...lines,
          ...accessLog.splice(0).map((entry) => JSON.stringify(entry)),
        ]) {
          expect(JSON.parse(line)).toBeTypeOf('object');
          expect(line).not.toMatch(/\p{Cc}/u);
          // The unique part of each secret, because the rest may be changed on its way.
          for (const each of secrets) expect(line).not.toContain(each.slice(0, 36));
          for (const token of [ada.token, ada.idToken, cluj]) {
            expect(line).not.toContain(token.slice(-40));
          }
          expect(line).not.toMatch(/bearer|authorization/i);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('33: an unexpected error is logged once, with 500 characters of its message', async () => {
    const lines: string[] = [];
    const tail = crypto.randomUUID();
    const message = `The item is not welcome\n    at ${'x'.repeat(600)}${tail}\n${tail}`;
    const parts = { dynamodb: failingClient(() => new Error(message)), log: createLineLog(lines) };
    await using door = await openLambdaDoor(stack, { handler: createTestHandler(stack, parts) });
    const call = createCall(door.outputs, transport);
    await call('b2c.markets.list', { userId: 'me' }, ada.token);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('The item is not welcome');
    expect(lines[0]).not.toContain(tail);
  });

  it('33: an error of the database that contains the whole item is logged without the item', async () => {
    const description = crypto.randomUUID();
    const lines: string[] = [];
    const leaky = Object.assign(new Error('The item is not welcome'), {
      Item: { marketDescription: { S: description } },
      $response: { body: description },
      params: { authorization: ada.token },
      cause: Object.assign(new Error('Deeper'), { input: { description } }),
    });
    await using door = await openLambdaDoor(stack, {
      handler: createTestHandler(stack, {
        dynamodb: failingClient(() => leaky),
        log: createLineLog(lines),
      }),
    });
    const input = { userId: 'me', ...content, marketDescription: description };
    const answer = await createCall(door.outputs, transport)(
      'b2c.markets.submit',
      input,
      ada.token,
    );
    expect(answer).toMatchObject({ status: 500, code: 'INTERNAL_SERVER_ERROR' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(description);
    expect(lines[0]).not.toContain(ada.token.slice(-40));
    // The messages that help to find the fault are logged.
    expect(lines[0]).toContain('The item is not welcome');
    expect(lines[0]).toContain('Deeper');
  });
});

it('33: no log contains a secret of a city hall', () => {
  const all = [...stack.logged, ...stack.announced, JSON.stringify(accessLog)].join('\n');
  for (const { clientSecret } of stack.outputs.cityHalls) expect(all).not.toContain(clientSecret);
});
