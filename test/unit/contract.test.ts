import { initTRPC } from '@trpc/server';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  b2cProcedure,
  type Context,
  type Meta,
  publicProcedure,
  router,
} from '../../server/contract/procedures.ts';
import { type Contract, createContract } from '../../server/contract/routes.ts';
import { createDispatch } from '../../server/dispatch.ts';
import { Problem } from '../../server/domain/problems.ts';
import type { MarketStore } from '../../server/markets/store.ts';
import type { Log } from '../../server/observe/log.ts';
import { toEvent } from './recorded-event.ts';

// What a contract may be, by contracts of our own making.

const empty = router({});
const nothing = z.strictObject({});
const at = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: `/${string}`) => ({
  openapi: { method, path, operationId: 'x', summary: 'x', tags: [] },
});

const t = initTRPC.context<Context>().meta<Meta>().create();

describe('a contract is refused at once, naming the procedure,', () => {
  it('without access rights', () => {
    const routers = (meta: Meta) => ({
      public: empty,
      b2c: t.router({
        a: t.procedure
          .meta(meta)
          .input(nothing)
          .query(() => 1),
      }),
      b2b: empty,
    });
    for (const meta of [{}, at('GET', '/a'), { authorizer: 'b2c' }, { scope: 'S' }] as const) {
      expect(() => createContract(routers(meta))).toThrow(
        'a: name an authorizer and a scope, or make it public on purpose',
      );
    }
  });

  it('with an input that REST cannot send: none, two, or not an object', () => {
    const procedure = publicProcedure.meta(at('GET', '/a'));
    for (const query of [
      procedure.query(() => 1),
      procedure
        .input(nothing)
        .input(nothing)
        .query(() => 1),
      procedure.input(z.string()).query(() => 1),
    ]) {
      expect(() =>
        createContract({ public: router({ a: query }), b2c: empty, b2b: empty }),
      ).toThrow('a: give one z.strictObject as the input');
    }
  });
});

it('the contract has an operation for each REST path, and a mount for each side', () => {
  const scope = 'B2CIdentifier/ManageChristmasMarkets';
  const { operations, mounts } = createContract({
    public: empty,
    b2c: router({
      silent: b2cProcedure.query(() => 1),
      nested: router({
        get: b2cProcedure
          .meta(at('GET', '/a'))
          .input(nothing)
          .query(() => 1),
        post: b2cProcedure
          .meta(at('POST', '/a'))
          .input(nothing)
          .mutation(() => 1),
      }),
      patch: b2cProcedure
        .meta(at('PATCH', '/a'))
        .input(nothing)
        .mutation(() => 1),
      remove: b2cProcedure
        .meta(at('DELETE', '/a'))
        .input(nothing)
        .mutation(() => 1),
    }),
    b2b: empty,
  });
  expect(
    [...operations.values()].map(({ procedure, type, hasBody, scopes, authorizer }) => ({
      procedure,
      type,
      hasBody,
      scopes,
      authorizer,
    })),
  ).toEqual(
    [
      { procedure: 'nested.get', type: 'query', hasBody: false },
      { procedure: 'nested.post', type: 'mutation', hasBody: true },
      { procedure: 'patch', type: 'mutation', hasBody: true },
      { procedure: 'remove', type: 'mutation', hasBody: false },
    ].map((operation) => ({ ...operation, scopes: [scope], authorizer: 'b2c' })),
  );
  expect([...operations.keys()]).toEqual(['GET /a', 'POST /a', 'PATCH /a', 'DELETE /a']);
  expect([...mounts].map(([key, mount]) => [key, mount.routeKey, mount.scopes])).toEqual([
    ['GET /trpc/public/{proxy+}', 'GET /trpc/public/{proxy+}', []],
    ['GET /trpc/b2c/{proxy+}', 'GET /trpc/b2c/{proxy+}', [scope]],
    ['POST /trpc/b2c/{proxy+}', 'POST /trpc/b2c/{proxy+}', [scope]],
    ['GET /trpc/b2b/{proxy+}', 'GET /trpc/b2b/{proxy+}', []],
    ['POST /trpc/b2b/{proxy+}', 'POST /trpc/b2b/{proxy+}', []],
  ]);
});

describe('what is served by such a contract', () => {
  const deprecation = { since: '2026-12-01', sunset: '2027-06-30' };
  const earlier = { since: '2026-11-01', sunset: '2027-01-31' };
  const contract = createContract({
    public: empty,
    b2c: router({
      old: publicProcedure
        .meta({ deprecation, ...at('GET', '/old') })
        .input(z.strictObject({ n: z.number().default(1).optional() }))
        .query(({ input }) => ({ n: input.n })),
      older: publicProcedure
        .meta({ deprecation: earlier, ...at('POST', '/older'), idempotencyKey: 'id' })
        .input(z.strictObject({ id: z.string().optional() }))
        .mutation(({ input }) => input),
      oldest: publicProcedure.meta({ deprecation: earlier }).query(() => 1),
      gone: publicProcedure
        .meta({ deprecation, status: 204, ...at('DELETE', '/gone') })
        .input(nothing)
        .mutation(() => 'not sent'),
      failing: publicProcedure
        .meta({ deprecation, ...at('GET', '/failing') })
        .input(nothing)
        .query(() => {
          throw new Problem('SERVICE_UNAVAILABLE', 'Later.');
        }),
      current: publicProcedure.query(() => 1),
    }),
    b2b: empty,
  });
  const headersOf = ({ since, sunset }: typeof deprecation) => ({
    deprecation: `@${Date.parse(since) / 1000}`,
    sunset: new Date(sunset).toUTCString(),
  });

  it('over REST says in headers that it is deprecated, also when it fails', async () => {
    expect(await serve(contract, 'GET /old')).toMatchObject({
      statusCode: 200,
      headers: { ...headersOf(deprecation), 'cache-control': 'no-store' },
    });
    expect(await serve(contract, 'GET /failing')).toMatchObject({
      statusCode: 503,
      headers: { ...headersOf(deprecation), 'retry-after': '1' },
    });
    const gone = await serve(contract, 'DELETE /gone');
    expect(gone).toMatchObject({ statusCode: 204, headers: headersOf(deprecation) });
    expect(gone).not.toHaveProperty('body');
    expect(gone.headers).not.toHaveProperty('content-type');
  });

  it('over tRPC too; a batch has the earliest date of its calls', async () => {
    const get = (proxy: string, rawQueryString = '') =>
      serve(contract, 'GET /trpc/b2c/{proxy+}', { pathParameters: { proxy }, rawQueryString });
    const input = 'input=%7B%7D';
    expect((await get('old', input)).headers).toMatchObject(headersOf(deprecation));
    expect((await get('old,oldest', `batch=1&input=%7B%220%22%3A%7B%7D%7D`)).headers).toMatchObject(
      headersOf(earlier),
    );
    expect((await get('failing', input)).headers).toMatchObject(headersOf(deprecation));
    for (const proxy of ['current', 'unknown']) {
      const { headers } = await get(proxy);
      expect(headers).toMatchObject({ 'cache-control': 'no-store' });
      expect(headers).not.toHaveProperty('sunset');
    }
  });

  it('reads digits of a query as a number, also below a default', async () => {
    const get = async (value: string) =>
      (await serve(contract, 'GET /old', { rawQueryString: `n=${value}` })).statusCode;
    for (const value of ['7', '-7', '123456789012345']) expect(await get(value)).toBe(200);
    for (const value of ['7x', 'x7', '7.0', '', '1234567890123456', '--7']) {
      expect(await get(value)).toBe(400);
    }
  });

  it('takes an Idempotency-Key bare or quoted, where it has a place', async () => {
    const post = async (header: string, body = '{}') => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': header };
      return (await serve(contract, 'POST /older', { headers, body })).body;
    };
    expect(await post('a')).toBe('{"id":"a"}');
    expect(await post('"ab"')).toBe('{"id":"ab"}');
    expect(await post('"a"', '{"id":"a"}')).toBe('{"id":"a"}');
    expect(await post('x"a"')).toBe('{"id":"x\\"a\\""}');
    expect(await post('"a"x')).toBe('{"id":"\\"a\\"x"}');
    const ignored = await serve(contract, 'GET /old', { headers: { 'idempotency-key': 'a' } });
    expect(ignored.statusCode).toBe(200);
  });

  it('logs each call once: by its procedure, or as a refusal where it reached none', async () => {
    const calls: string[] = [];
    const refusals: string[] = [];
    const proxy = 'current,unknown,failing';
    await serve(
      contract,
      'GET /trpc/b2c/{proxy+}',
      {
        pathParameters: { proxy },
        rawQueryString: 'batch=1&input=%7B%222%22%3A%7B%7D%7D',
      },
      {
        call: ({ procedure }) => calls.push(procedure),
        refusal: ({ routeKey, problem }) => refusals.push(`${routeKey} ${problem?.problemCode}`),
      },
    );
    expect(calls.sort()).toEqual(['current', 'failing']);
    expect(refusals).toEqual(['GET /trpc/b2c/{proxy+} NOT_FOUND']);
  });
});

const unreachable = async () => {
  throw new Error('not a part of these contracts');
};
const noMarkets: MarketStore = {
  submit: unreachable,
  get: unreachable,
  listByOwner: unreachable,
  edit: unreachable,
  withdraw: unreachable,
  eraseByOwner: unreachable,
  listChanges: unreachable,
  listByCity: unreachable,
  listApproved: unreachable,
  decide: unreachable,
};

async function serve(
  contract: Contract,
  routeKey: string,
  event: Partial<APIGatewayProxyEventV2> = {},
  log: Log = { call() {}, refusal() {} },
) {
  const handler = createDispatch({
    services: {
      authenticate: unreachable,
      catalogue: { cities: [], find: () => undefined, listNames: () => [] },
      cityHallNames: new Map(),
      markets: noMarkets,
      log,
    },
    contract,
    staticHandlers: new Map(),
    rateLimits: { read: undefined, write: undefined, public: undefined },
  });
  return handler({ ...toEvent(routeKey), ...event });
}
