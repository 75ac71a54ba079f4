import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import * as sdk from '../../sdk/src/index.ts';
import {
  ApiError,
  type B2cClient,
  createB2bClient,
  createB2cClient,
  isApiError,
  isGatewayError,
  isNetworkError,
  isNotSignedInError,
  isSdkError,
  isSignInError,
  isTimeoutError,
} from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { startFaultyProxy } from './faulty-proxy.ts';
import { createSubmission } from './markets.ts';

const stack = useStack({ marketsPerApplicant: 1 });
let client: B2cClient;
let token: string;

beforeAll(async () => {
  ({ token } = await stack.applicant('errors'));
  client = createB2cClient({ url: stack.outputs.apiUrl, token });
});

describe("the API's own refusals", () => {
  it('have a code, a status, the issues, the request id and a cause', async () => {
    const error = await thrownBy(
      client.markets.submit({ ...createSubmission(), marketAveragePrice: 1.234, marketName: '' }),
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: 'ApiError',
      code: 'INVALID_INPUT',
      status: 400,
      issues: [{ path: 'marketName' }, { path: 'marketAveragePrice' }],
      requestId: expect.stringMatching(/./),
      cause: expect.any(Error),
    });
    expect(error.message).toContain('marketName');
    const { requestId } = isApiError(error) ? error : {};
    expect(stack.logged.some((line) => JSON.parse(line).requestId === requestId)).toBe(true);
  });

  it.each([1_001, 4_000])(
    'are the same for a cursor of %i characters, sent or not',
    async (size) => {
      const error = await thrownBy(client.markets.list({ cursor: 'x'.repeat(size) }));
      expect(isApiError(error)).toBe(true);
      expect(error).toMatchObject({ code: 'INVALID_INPUT', status: 400 });
    },
  );

  it('distinguish the conflicts by their code', async () => {
    const market = await client.markets.submit(createSubmission());
    const { marketId } = market;
    const hall = createB2bClient({
      url: stack.outputs.b2bApiUrl,
      token: await stack.cityHall('cluj'),
    });
    const otherHall = createB2bClient({
      url: stack.outputs.b2bApiUrl,
      token: await stack.cityHall('iasi'),
    });
    const edited = await client.markets.edit(market, { marketName: 'Edited' });
    expect(await codeOf(client.markets.edit(market, { marketName: 'Again' }))).toBe(
      'STALE_REVISION',
    );
    expect(await codeOf(client.markets.submit({ ...createSubmission(), marketId }))).toBe(
      'MARKET_EXISTS',
    );
    expect(await codeOf(client.markets.submit(createSubmission()))).toBe('MARKET_LIMIT_REACHED');
    expect(await codeOf(hall.markets.approve(market))).toBe('STALE_REVISION');
    expect(await codeOf(otherHall.markets.approve(edited))).toBe('MARKET_NOT_FOUND');
    await hall.markets.reject(edited, 'Too loud');
    expect(await codeOf(hall.markets.reject(edited, 'Too late'))).toBe('ALREADY_DECIDED');
    // `edited` was read before the rejection.
    expect(await codeOf(hall.markets.approve(edited))).toBe('ALREADY_DECIDED');
    const { userId, revision } = edited;
    expect(await hall.markets.decide({ userId, marketId, revision, approved: true })).toMatchObject(
      { status: 'approved' },
    );
    expect(await codeOf(otherHall.markets.list({ city: 'Cluj-Napoca' }))).toBe('FORBIDDEN');
    expect(await codeOf(hall.markets.list({ city: 'Atlantis' }))).toBe('UNKNOWN_CITY');
  });

  it('apply to every call of a batch that the server refuses as a whole', async () => {
    await using proxy = await startFaultyProxy(stack.outputs.apiUrl);
    const data = { code: 'MALFORMED_REQUEST', httpStatus: 400, requestId: 'r-1' };
    const body = JSON.stringify({ error: { message: 'Too much', code: -32600, data } });
    proxy.faults.push({ status: 400, headers: { 'content-type': 'application/json' }, body });
    const client = createB2cClient({ url: proxy.url, token });
    const both = await Promise.allSettled([client.markets.list(), client.markets.list()]);
    expect(both).toMatchObject([
      { reason: { code: 'MALFORMED_REQUEST', message: 'Too much', requestId: 'r-1', issues: [] } },
      { reason: { code: 'MALFORMED_REQUEST' } },
    ]);
  });
});

describe("the API's own refusals over REST", () => {
  const refusal = {
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '60' },
    body: JSON.stringify({
      type: 'urn:christmas-markets:problem:SERVICE_UNAVAILABLE',
      title: 'A service that we need does not answer in time',
      status: 503,
      detail: 'Try again in a minute.',
      code: 'SERVICE_UNAVAILABLE',
      requestId: 'r-2',
    }),
  };
  const expected = {
    code: 'SERVICE_UNAVAILABLE',
    status: 503,
    message: 'Try again in a minute.',
    requestId: 'r-2',
    issues: [],
    retryAfter: 60,
  };

  it.each(['cities', 'list'] as const)('are recognised by %s', async (name) => {
    await using proxy = await startFaultyProxy(stack.outputs.apiUrl);
    const client = createB2cClient({ url: proxy.url, token });
    proxy.faults.push(refusal);
    const error = await thrownBy(name === 'cities' ? client.cities() : client.markets.list());
    expect(isApiError(error)).toBe(true);
    expect(error).toMatchObject(expected);
    expect(proxy.seen).toHaveLength(1);
  });

  it('are repeated if they are temporary', async () => {
    await using proxy = await startFaultyProxy(stack.outputs.apiUrl);
    const client = createB2cClient({ url: proxy.url, token });
    proxy.faults.push({ ...refusal, headers: { 'content-type': 'application/problem+json' } });
    expect(await client.cities()).toContainEqual({ key: 'iasi', name: 'Iași' });
    expect(proxy.seen).toHaveLength(2);
  });
});

describe('other answers', () => {
  it("a city hall's token at the applicants' API is a NotSignedInError", async () => {
    const hallToken = await stack.cityHall('cluj');
    const wrong = createB2cClient({ url: stack.outputs.apiUrl, token: hallToken });
    expect(isNotSignedInError(await thrownBy(wrong.markets.list()))).toBe(true);
  });

  it('a token without the scope that the gateway requires is a GatewayError', async () => {
    const hallToken = await stack.cityHall('cluj', ['City/cluj-napoca']);
    const weak = createB2bClient({ url: stack.outputs.b2bApiUrl, token: hallToken });
    expect(await thrownBy(weak.markets.list({ city: 'Cluj-Napoca' }))).toMatchObject({
      code: 'GATEWAY_REFUSED',
      status: 403,
      message: expect.stringContaining('"Forbidden"'),
    });
  });

  it('a refusal of the gateway is a GatewayError with its request id', async () => {
    const { apiUrl } = stack.outputs;
    const lost = createB2cClient({ url: `${apiUrl}/nowhere`, token });
    const error = await thrownBy(lost.markets.list());
    expect(isGatewayError(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'GATEWAY_REFUSED',
      status: 404,
      requestId: expect.stringMatching(/./),
      message: expect.stringContaining(`${apiUrl}/nowhere/trpc/b2c/markets.list answered 404`),
    });
    expect(error.message).not.toContain('?');
  });

  it("a URL that is not the API's is a GatewayError", async () => {
    await using proxy = await startFaultyProxy(stack.outputs.apiUrl);
    const client = createB2cClient({ url: proxy.url, token, retries: 0 });
    const html = { 'content-type': 'text/html' };
    proxy.faults.push({ status: 200, headers: html, body: '<!doctype html>' });
    expect(await thrownBy(client.markets.list())).toMatchObject({
      code: 'GATEWAY_REFUSED',
      status: 200,
      message: expect.stringContaining('with text/html'),
    });
    proxy.faults.push({ status: 200, body: '{"hello":"world"}' });
    expect(await codeOf(client.markets.list())).toBe('GATEWAY_REFUSED');
    // Once the list of cities was `undefined` there.
    proxy.faults.push({ status: 200, body: '{"hello":"world"}' });
    expect(await thrownBy(client.cities())).toMatchObject({
      code: 'GATEWAY_REFUSED',
      status: 200,
      message: expect.stringContaining('/v1/cities answered 200 with unexpected JSON'),
    });
  });

  it('a batch answer with too few results is a NetworkError', async () => {
    await using proxy = await startFaultyProxy(stack.outputs.apiUrl);
    const client = createB2cClient({ url: proxy.url, token, retries: 0 });
    proxy.faults.push({ status: 200, body: '[{"result":{"data":{"items":[]}}}]' });
    const both = await Promise.allSettled([client.markets.list(), client.markets.list()]);
    expect(both).toMatchObject([{ value: { items: [] } }, { reason: { code: 'NETWORK' } }]);
  });

  it('an unreachable host is a NetworkError', async () => {
    const proxy = await startFaultyProxy(stack.outputs.apiUrl);
    await proxy[Symbol.asyncDispose]();
    const error = await thrownBy(
      createB2cClient({ url: proxy.url, token, retries: 0 }).markets.list(),
    );
    expect(isNetworkError(error)).toBe(true);
    expect(error.message).toContain(proxy.url);
  });

  it('a refused token that cannot be renewed is a NotSignedInError', async () => {
    await using proxy = await startFaultyProxy(stack.outputs.apiUrl);
    const error = await thrownBy(
      createB2cClient({ url: proxy.url, token: 'not-a-token' }).markets.list(),
    );
    expect(proxy.seen).toHaveLength(1);
    expect(isNotSignedInError(error)).toBe(true);
    expect(error.cause).toMatchObject({ code: 'GATEWAY_REFUSED', status: 401 });
  });

  it('contain no token', async () => {
    const errors = await Promise.all([
      thrownBy(client.markets.submit({ ...createSubmission(), city: 'Atlantis' })),
      thrownBy(createB2cClient({ url: `${stack.outputs.apiUrl}/x`, token }).markets.list()),
      thrownBy(client.markets.list({}, { timeout: 1 })),
    ]);
    for (const error of errors) {
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(token);
    }
  });
});

it('every error class has a guard that accepts only that class', async () => {
  const guards = [
    isApiError,
    isGatewayError,
    isNetworkError,
    isNotSignedInError,
    isSignInError,
    isTimeoutError,
  ];
  for (const guard of guards) {
    expect(guard(new Error('any'))).toBe(false);
    expect(guard(undefined)).toBe(false);
  }
  const error = await thrownBy(client.markets.list({}, { timeout: 1 }));
  expect(guards.map((guard) => guard(error))).toEqual([false, false, false, false, false, true]);
});

it('isSdkError accepts every error class', async () => {
  const prototypes = Object.values(sdk).flatMap((each) =>
    'prototype' in each && each.prototype instanceof Error ? [each.prototype] : [],
  );
  expect(prototypes).toHaveLength(6);
  for (const each of prototypes) expect(isSdkError(Object.create(each))).toBe(true);
  expect([new Error('any'), undefined, { code: 'NETWORK' }].map(isSdkError)).not.toContain(true);
});

async function thrownBy(call: Promise<unknown>): Promise<Error> {
  const error = await call.then(
    () => 'nothing',
    (thrown: unknown) => thrown,
  );
  if (error instanceof Error) return error;
  throw new Error(`Expected an Error, found ${error}`);
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  const error = await thrownBy(call);
  return 'code' in error ? error.code : undefined;
}
