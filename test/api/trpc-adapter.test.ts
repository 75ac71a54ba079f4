import { awsLambdaRequestHandler } from '@trpc/server/adapters/aws-lambda';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loopbackFetcher } from '../../local/jwks-fetcher.ts';
import { defaultCityHalls } from '../../local/options.ts';
import { createAuthenticate } from '../../server/contract/access-token.ts';
import { b2cProcedure, type Context, router } from '../../server/contract/procedures.ts';
import { contract, createContract } from '../../server/contract/routes.ts';
import { cityHallsSchema, createCatalogue } from '../../server/domain/cities.ts';
import type { Answer } from '../../server/http/answers.ts';
import { serveRpc } from '../../server/http/rpc.ts';
import { createMarketStore } from '../../server/markets/create-store.ts';
import { type Applicant, silentLog } from '../fixture.ts';
import { content, type Market, submitMarket } from '../security/markets.ts';
import { toEvent } from '../unit/recorded-event.ts';
import { useStack } from '../use-stack.ts';

// tRPC's own adapter for Lambda is the reference: status, body and content type must be the same.

const stack = useStack();
let ada: Applicant;
let market: Market;
let ctx: Context;
beforeAll(async () => {
  ada = await stack.applicant('ada');
  market = await submitMarket(stack, ada);
  const { issuer, b2bIssuer, b2cClientId, tableName } = stack.outputs;
  ctx = {
    requestId: 'request-1',
    authorization: `Bearer ${ada.token}`,
    authenticate: createAuthenticate(
      {
        b2c: { issuer, clientIds: [b2cClientId] },
        b2b: { issuer: b2bIssuer, clientIds: ['nobody'] },
      },
      loopbackFetcher,
    ),
    catalogue: createCatalogue(cityHallsSchema.parse(defaultCityHalls)),
    cityHallNames: new Map(),
    markets: createMarketStore(stack.dynamodb, { tableName, marketsPerApplicant: 50 }),
    log: silentLog,
  };
});

/** One operation that stops to answer, as no operation of the product does. */
const deprecated = createContract({
  public: router({}),
  b2b: router({}),
  b2c: router({
    old: b2cProcedure
      .meta({ deprecation: { since: '2026-12-31', sunset: '2027-06-30' } })
      .input(z.strictObject({ fail: z.literal('no').optional() }))
      .output(z.object({ fine: z.boolean() }))
      .query(() => ({ fine: true })),
  }),
});

type Inputs = Record<string, unknown> | undefined;

function createQuery(names: string, inputs: Inputs, isBatch = names.includes(',')) {
  const query = new URLSearchParams({
    ...(isBatch && { batch: '1' }),
    ...(inputs && { input: JSON.stringify(inputs) }),
  });
  return createCallEvent('GET', names, { rawQueryString: query.toString() });
}

function createMutation(names: string, inputs: Inputs, isBatch = names.includes(',')) {
  return createCallEvent('POST', names, {
    rawQueryString: isBatch ? 'batch=1' : '',
    headers: { 'content-type': 'application/json' },
    ...(inputs && { body: JSON.stringify(inputs) }),
  });
}

function createCallEvent(
  method: 'GET' | 'POST',
  proxy: string,
  parts: Partial<APIGatewayProxyEventV2>,
): APIGatewayProxyEventV2 {
  const event = { ...toEvent(`${method} /trpc/b2c/{proxy+}`), ...parts };
  const { http } = event.requestContext;
  const path = `/trpc/b2c/${proxy}`;
  return {
    ...event,
    rawPath: path,
    pathParameters: { proxy },
    queryStringParameters: Object.fromEntries(new URLSearchParams(event.rawQueryString)),
    requestContext: { ...event.requestContext, http: { ...http, path } },
  };
}

const lambdaContext = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: '',
  functionVersion: '',
  invokedFunctionArn: '',
  memoryLimitInMB: '',
  awsRequestId: '',
  logGroupName: '',
  logStreamName: '',
  getRemainingTimeInMillis: () => 1_000,
  done() {},
  fail() {},
  succeed() {},
};

async function answerByBoth(event: APIGatewayProxyEventV2, { mounts } = contract) {
  const mount = mounts.get(event.routeKey);
  if (mount === undefined) throw new Error(`No mount ${event.routeKey}`);
  const reference = await awsLambdaRequestHandler({
    router: mount.router,
    createContext: async () => ctx,
  })(event, lambdaContext);
  return { ours: await serveRpc(mount, event, ctx), reference };
}

function expectSame({ ours, reference }: { ours: Answer; reference: Answer }): void {
  expect(ours.body).toBe(reference.body);
  expect(ours.statusCode).toBe(reference.statusCode);
  expect(ours.headers?.['content-type']).toBe(reference.headers?.['content-type']);
}

/** The error of a call that reaches no procedure, without the members that are ours. */
function withoutOurs({ body }: Answer) {
  const schema = z.object({
    error: z.object({ code: z.number(), data: z.object({ path: z.string() }) }),
  });
  return schema.parse(JSON.parse(body ?? ''));
}

const ten = <T>(value: T) => Array.from({ length: 10 }, () => value);
const asBatch = (inputs: unknown[]) => Object.fromEntries(inputs.entries());
const own = { userId: 'me' };
const eve = { userId: crypto.randomUUID() };
const missing = { ...own, marketId: crypto.randomUUID(), revision: uuidv7(), marketName: 'x' };

describe('the same answer as from the adapter of tRPC', () => {
  it.each<[string, number, () => APIGatewayProxyEventV2]>([
    ['a query', 200, () => createQuery('markets.list', own)],
    ['a query without input', 400, () => createQuery('users.export', undefined)],
    ['a query with an invalid input', 400, () => createQuery('markets.list', { userId: '' })],
    ['a query for another person', 403, () => createQuery('markets.list', eve)],
    ['a batch of one', 200, () => createQuery('markets.list', { 0: own }, true)],
    [
      'a batch of 10',
      200,
      () => createQuery(ten('markets.list').join(), asBatch(ten({ ...own, limit: 1 }))),
    ],
    [
      'a batch of 10 errors',
      400,
      () => createQuery(ten('markets.list').join(), asBatch(ten({ limit: 0 }))),
    ],
    [
      'a mixed batch',
      207,
      () =>
        createQuery('markets.list,markets.list,markets.list,users.export', {
          0: own,
          1: eve,
          2: { limit: 0 },
          3: {},
        }),
    ],
    [
      'a batch with an input missing',
      207,
      () => createQuery('markets.list,markets.list', { 1: own }),
    ],
    ['a batch with no inputs', 400, () => createQuery('markets.list,markets.list', undefined)],
    [
      'a mutation',
      200,
      () => createMutation('markets.submit', { ...own, ...content, marketId: market.marketId }),
    ],
    ['a refused mutation', 404, () => createMutation('markets.edit', missing)],
    [
      'a batch of mutations',
      207,
      () => createMutation('markets.withdraw,markets.edit', { 0: missing, 1: missing }),
    ],
  ])('%s', async (_title, status, createEvent) => {
    const answers = await answerByBoth(createEvent());
    expect(answers.ours.statusCode).toBe(status);
    expectSame(answers);
  });

  it.each<[string, number, () => APIGatewayProxyEventV2]>([
    ['an unknown procedure', 404, () => createQuery('no.such', own)],
    ['a name of the object prototype', 404, () => createQuery('constructor', own)],
    ['a query by POST', 405, () => createMutation('markets.list', own)],
    ['a mutation by GET', 405, () => createQuery('markets.withdraw', own)],
    ['two names without batch=1', 404, () => createQuery('markets.list,markets.list', own, false)],
  ])('%s, except for our code and message', async (_title, status, createEvent) => {
    const { ours, reference } = await answerByBoth(createEvent());
    expect(ours.statusCode).toBe(status);
    expect(withoutOurs(ours)).toEqual(withoutOurs(reference));
  });

  it.each([
    ['succeeds', {}, 200],
    ['fails', { fail: 1 }, 400],
  ])('a deprecated operation that %s, which adds its headers', async (_title, input, status) => {
    const answers = await answerByBoth(createQuery('old', input), deprecated);
    expectSame(answers);
    expect(answers.ours).toMatchObject({
      statusCode: status,
      headers: {
        deprecation: '@1798675200',
        sunset: 'Wed, 30 Jun 2027 00:00:00 GMT',
        link: '</docs>; rel="deprecation"; type="text/html"',
      },
    });
  });

  it('without a token', async () => {
    const authorised = ctx;
    ctx = { ...ctx, authorization: undefined };
    try {
      const answers = await answerByBoth(createQuery('markets.list', own));
      expect(answers.ours.statusCode).toBe(401);
      expectSame(answers);
    } finally {
      ctx = authorised;
    }
  });
});
