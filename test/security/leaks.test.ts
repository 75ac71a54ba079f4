import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { createGateway } from '../../local/gateway/gateway.ts';
import { loopbackFetcher } from '../../local/jwks-fetcher.ts';
import { createCorsConfiguration } from '../../server/deployment/cors.ts';
import { createDynamoDBClient } from '../../server/markets/client.ts';
import { type Answer, createCall, send, transports } from '../api-client.ts';
import { type Applicant, createLineLog } from '../fixture.ts';
import { useStack } from '../use-stack.ts';
import { createTestHandler, openLambdaDoor } from './doors.ts';
import { failingClient } from './failing-client.ts';
import { content, type Market, submitMarket } from './markets.ts';
import { challenges, expectRefusal } from './refusals.ts';

const stack = useStack();
let ada: Applicant;
let cluj: string;
let market: Market;
let before: unknown;

beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
  market = await submitMarket(stack, ada);
  before = await stack.stored();
});

const arn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/ChristmasMarkets';
const named = (name: string, message: string) => Object.assign(new Error(message), { name });
// A new error for each call, because ElectroDB modifies the errors that it wraps.
const throttled = () => named('ThrottlingException', 'Slow down');

describe.each(transports)('32: over %s', (transport) => {
  /** Returns the answer of a handler with a failing database, and its log lines. */
  async function callWith(error: Error): Promise<{ answer: Answer; lines: string[] }> {
    const lines: string[] = [];
    const parts = { dynamodb: failingClient(() => error), log: createLineLog(lines) };
    await using door = await openLambdaDoor(stack, { handler: createTestHandler(stack, parts) });
    const input = { userId: 'me', ...content };
    const call = createCall(door.outputs, transport);
    return { answer: await call('b2c.markets.submit', input, ada.token), lines };
  }

  it.each<[string, Error]>([
    ['an error in our own code', new TypeError(`Cannot read ${arn} at /var/task/index.mjs:1:1`)],
    [
      'an error of AWS',
      named('AccessDeniedException', `User: ${arn} is not authorized to perform: dynamodb:Query`),
    ],
    ['an unknown table', named('ResourceNotFoundException', 'Table: ChristmasMarkets not found')],
  ])(
    '%s is 500 without stack, table name or ARN, and its request id is in the log',
    async (_title, error) => {
      const { answer, lines } = await callWith(error);
      expectRefusal(answer, transport, { status: 500, code: 'INTERNAL_SERVER_ERROR' });
      expect(answer.headers.get('retry-after')).toBe('1');
      const told = JSON.stringify([answer.body, [...answer.headers]]);
      expect(told).not.toMatch(/arn:|ChristmasMarkets|dynamodb|\bat |\.ts|\.mjs|node_modules/);
      expect(told).not.toMatch(
        new RegExp(`Exception|TypeError|Electro|${error.message.slice(0, 11)}`),
      );

      expect(lines).toHaveLength(1);
      const line = JSON.parse(lines[0] ?? '{}');
      expect(line).toMatchObject({
        level: 'ERROR',
        requestId: answer.requestId,
        procedure: 'markets.submit',
        callerId: ada.userId,
        status: 500,
        code: 'INTERNAL_SERVER_ERROR',
      });
      expect(JSON.stringify(line.error)).toContain(error.name);
      expect(await stack.stored()).toEqual(before);
    },
  );

  it.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'TimeoutError',
    'InternalServerError',
  ])('%s of the database is a 503 with Retry-After', async (name) => {
    const $fault = name === 'InternalServerError' ? 'server' : 'client';
    const $metadata = name === 'InternalServerError' ? { httpStatusCode: 500 } : {};
    const error = Object.assign(named(name, `Slow down, ${arn}`), { $fault, $metadata });
    const { answer, lines } = await callWith(error);
    expectRefusal(answer, transport, { status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(JSON.stringify(answer.body)).not.toContain('arn:');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { status: 503, error: { name, message: `Slow down, ${arn}` } },
    ]);
  });

  it.each([
    ['that is throttled is a 503', throttled, { status: 503, code: 'SERVICE_UNAVAILABLE' }],
    [
      'that fails unexpectedly is a 500',
      () => new TypeError(arn),
      { status: 500, code: 'INTERNAL_SERVER_ERROR' },
    ],
  ] as const)(
    'every operation on a database %s and changes nothing',
    async (_, toError, refusal) => {
      const { userId, marketId, revision } = market;
      const key = { userId, marketId };
      const handler = createTestHandler(stack, { dynamodb: failingClient(toError) });
      await using door = await openLambdaDoor(stack, { handler });
      const call = createCall(door.outputs, transport);
      for (const [procedure, input, token] of [
        ['b2c.markets.submit', { userId, ...content }, ada.token],
        ['b2c.markets.list', { userId }, ada.token],
        ['b2c.markets.edit', { ...key, revision, marketName: 'Other' }, ada.token],
        ['b2c.markets.withdraw', key, ada.token],
        ['b2c.users.export', {}, ada.token],
        ['b2c.users.erase', {}, ada.token],
        ['b2b.markets.list', { city: content.city }, cluj],
        ['b2b.markets.decide', { ...key, revision, approved: true }, cluj],
      ] as const) {
        const answer = await call(procedure, input, token);
        expectRefusal(answer, transport, refusal);
        expect(JSON.stringify(answer.body)).not.toContain('arn:');
      }
      expect(await stack.stored()).toEqual(before);
    },
  );

  it('an unreachable database is a 503', async () => {
    const dynamodb = createDynamoDBClient({
      endpoint: 'http://127.0.0.1:9',
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    const handler = createTestHandler(stack, { dynamodb });
    await using door = await openLambdaDoor(stack, { handler });
    const call = createCall(door.outputs, transport);
    const answer = await call('b2c.markets.list', { userId: 'me' }, ada.token);
    expectRefusal(answer, transport, { status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
  });

  it('an unreachable issuer gives a 503, and no token is accepted', async () => {
    const jwksFetcher = { fetch: () => loopbackFetcher.fetch('http://127.0.0.1:9/jwks.json') };
    const handler = createTestHandler(stack, { jwksFetcher });
    await using door = await openLambdaDoor(stack, { handler });
    const call = createCall(door.outputs, transport);
    const answer = await call('b2c.users.erase', {}, ada.token);
    expectRefusal(answer, transport, { status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect(await stack.stored()).toEqual(before);
  });
});

describe('34: the authorizers cannot be bypassed', () => {
  const own = '/v1/b2c/christmas-markets/user/me';
  const notFound = { status: 404, body: { message: 'Not Found' } };

  it.each<[string, string]>([
    ['HEAD', own],
    ['PUT', own],
    ['OPTIONS', own],
    ['GET', `${own}/`],
    ['GET', `/${own}`],
    ['GET', '/v1//b2c/christmas-markets/user/me'],
    ['GET', '/V1/b2c/christmas-markets/user/me'],
    ['GET', '/v1/B2C/christmas-markets/user/me'],
    ['GET', '/v1/b2c/Christmas-Markets/user/me'],
    ['GET', '/v1/b2c/christmas-markets/user/me/..'],
    ['GET', '/v1/cities/../b2c/christmas-markets/user/me'],
    ['GET', '/v1/cities/..%2fb2c/christmas-markets/user/me'],
    ['GET', '/%76%31/b2c/christmas-markets/user/me'],
    ['GET', '/health/'],
    ['GET', '/health;/../v1'],
    ['GET', '/trpc/b2c'],
    ['GET', '/trpc/B2C/markets.list'],
    ['POST', '/trpc/B2C/users.erase'],
    ['HEAD', '/trpc/b2c/markets.list'],
    ['HEAD', '/trpc/b2b/markets.list'],
    ['DELETE', '/trpc/b2c/users.erase'],
    ['HEAD', '/v1/b2b/christmas-markets/city/cluj-napoca'],
    ['GET', '/v1/B2B/christmas-markets/city/cluj-napoca'],
    ['GET', '/v1/b2b/christmas-markets/city/cluj-napoca/'],
    ['GET', '/trpc/B2B/markets.list'],
    ['GET', '/TRPC/b2b/markets.list'],
    ['GET', '/trpc/public'],
    ['GET', '/trpc/PUBLIC/health'],
    ['POST', '/trpc/public/markets.list'],
    ['HEAD', '/trpc/public/markets.list'],
    ['DELETE', '/v1/b2c/users/ME'],
    ['TRACE', own],
  ])('%s %s is 404, with and without a token', async (method, target) => {
    const { apiUrl: origin } = stack.outputs;
    const count = stack.logged.length;
    for (const token of [undefined, ada.token, cluj]) {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const answer = await send({ method, origin, target, headers });
      if (method === 'HEAD') expect(answer.status).toBe(404);
      else expect(answer).toMatchObject(notFound);
    }
    expect(stack.logged).toHaveLength(count);
    expect(await stack.stored()).toEqual(before);
  });

  it.each([
    ['x-http-method-override', 'DELETE'],
    ['x-http-method', 'DELETE'],
    ['x-method-override', 'DELETE'],
    ['x-original-url', '/health'],
    ['x-rewrite-url', '/health'],
    ['x-forwarded-prefix', '/v1/cities'],
    ['x-amzn-request-context', '{"authorizer":{}}'],
  ])('the header %s changes neither method nor path', async (name, value) => {
    const { apiUrl: origin } = stack.outputs;
    const target = '/v1/b2c/users/me';
    const anonymous = await send({ method: 'GET', origin, target, headers: { [name]: value } });
    expect(anonymous).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
    const headers = { [name]: value, authorization: `Bearer ${ada.token}` };
    const answer = await send({ method: 'GET', origin, target, headers });
    expect(answer).toMatchObject({ status: 200, body: { userId: ada.userId } });
    const open = await send({
      method: 'GET',
      origin,
      target: '/health',
      headers: { [name]: value },
    });
    expect(open).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await stack.stored()).toEqual(before);
  });

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])(
    'the header %s does not turn a GET into a mutation, over tRPC and for city halls either',
    async (name) => {
      const { apiUrl: origin } = stack.outputs;
      const { userId, marketId, revision } = market;
      const decision = JSON.stringify({ userId, marketId, revision, approved: true });
      for (const [target, token, method] of [
        ['/trpc/b2c/users.erase', ada.token, 'POST'],
        ['/trpc/b2c/users.erase?input=%7B%7D', ada.token, 'POST'],
        [`/trpc/b2b/markets.decide?input=${encodeURIComponent(decision)}`, cluj, 'POST'],
      ] as const) {
        const headers = { [name]: method, authorization: `Bearer ${token}` };
        const answer = await send({ method: 'GET', origin, target, headers });
        expectRefusal(answer, 'trpc', { status: 405, code: 'METHOD_NOT_SUPPORTED' });
      }
      const target = `/v1/b2b/christmas-markets/${marketId}/user/${userId}`;
      const headers = { [name]: 'PATCH', authorization: `Bearer ${cluj}` };
      const read = await send({ method: 'GET', origin, target, headers });
      expect(read).toMatchObject({ status: 200, body: { marketId, status: 'pending' } });
      expect(await stack.stored()).toEqual(before);
    },
  );

  it('the Lambda dispatches by the route key only, independent of path and method', async () => {
    const handler = createTestHandler(stack);
    const serve = async (changes: Partial<APIGatewayProxyEventV2>) => {
      await using door = await openLambdaDoor(stack, {
        handler: (event) => handler({ ...event, ...changes }),
      });
      const origin = door.outputs.apiUrl;
      const request = { method: 'GET', origin, target: '/health', headers: {} };
      return await send(request, { documented: false });
    };
    for (const routeKey of ['$default', 'ANY /{proxy+}', 'DELETE /v1/b2c/users/ME', '', 'GET']) {
      const answer = await serve({ routeKey });
      expectRefusal(answer, 'rest', { status: 404, code: 'NOT_FOUND' });
    }
    const strayed = await serve({ rawPath: '/v1/b2c/users/me', rawQueryString: '' });
    expect(strayed).toMatchObject({ status: 200, body: { status: 'ok' } });
    const protectedRoute = await serve({ routeKey: 'DELETE /v1/b2c/users/me' });
    expectRefusal(protectedRoute, 'rest', {
      status: 401,
      code: 'UNAUTHORIZED',
      challenge: challenges.noToken,
    });
    expect(await stack.stored()).toEqual(before);
  });
});

describe('35: CORS', () => {
  const ask = (method: string, target: string, headers: Record<string, string>) =>
    send({ method, origin: stack.outputs.apiUrl, target, headers });
  const corsHeaders = (answer: Answer) =>
    [...answer.headers].filter(([name]) => name.startsWith('access-control-'));

  it.each([
    'https://evil.example',
    'http://localhost:3000.evil.example',
    'http://evil.example/http://localhost:3000',
    'http://localhost:30000',
    'https://localhost:3000',
    'http://LOCALHOST:3000',
    'http://localhost:3000/',
    'null',
    '*',
  ])('the origin %s, which is not configured, gets no corsSettings header', async (origin) => {
    const preflight = { origin, 'access-control-request-method': 'DELETE' };
    for (const answer of [
      await ask('OPTIONS', '/v1/b2c/users/me', preflight),
      await ask('OPTIONS', '/trpc/b2c/markets.list', preflight),
      await ask('GET', '/v1/cities', { origin }),
      await ask('GET', '/v1/b2c/users/me', { origin, authorization: `Bearer ${ada.token}` }),
      await ask('GET', '/v1/b2c/users/me', { origin }),
    ]) {
      expect(corsHeaders(answer)).toEqual([]);
    }
    expect(await stack.stored()).toEqual(before);
  });

  it('a configured origin is named, without credentials and without a wildcard', async () => {
    const origin = 'http://localhost:3000';
    const answer = await ask('GET', '/v1/cities', { origin });
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const preflight = await ask('OPTIONS', '/v1/b2c/users/me', {
      origin,
      'access-control-request-method': 'DELETE',
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-methods')).not.toContain('*');
    expect(preflight.headers.get('access-control-allow-headers')).not.toContain('*');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it("the configuration refuses '*' together with credentials, and ours has no credentials", () => {
    expect(createCorsConfiguration({ allowOrigins: [] })).not.toHaveProperty('allowCredentials');
    const create = (allowCredentials: boolean) =>
      createGateway({
        routes: [],
        authorizers: {},
        cors: { ...createCorsConfiguration({ allowOrigins: ['*'] }), allowCredentials },
        handler: async () => null,
      });
    expect(() => create(true)).toThrow(/cannot be combined with allowCredentials/);
    expect(() => create(false)).not.toThrow();
  });
});
