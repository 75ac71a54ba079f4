import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type B2bClient,
  type B2cClient,
  createB2bClient,
  createB2cClient,
  isGatewayError,
  isNetworkError,
} from '../../sdk/src/index.ts';
import { startTestStack, type TestStack } from '../fixture.ts';
import { type Fault, type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';
import { createSubmission } from './markets.ts';

let stack: TestStack;
let proxy: FaultyProxy;
let token: string;
let client: B2cClient;
let hall: B2bClient;

beforeAll(async () => {
  stack = await startTestStack();
  proxy = await startFaultyProxy(stack.outputs.apiUrl);
  ({ token } = await stack.applicant('faults'));
  client = createB2cClient({ url: proxy.url, token });
  hall = createB2bClient({ url: proxy.url, token: await stack.cityHall('cluj') });
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await stack[Symbol.asyncDispose]();
});
afterEach(async () => {
  const left = proxy.faults.splice(0);
  proxy.seen.splice(0);
  const markets = await Array.fromAsync(client.markets.listAll());
  await Promise.all(markets.map((market) => client.markets.withdraw(market)));
  proxy.seen.splice(0);
  expect(left).toEqual([]);
});

/** Each may pass by itself, and none says whether the server did its work. */
const transient: [string, Fault][] = [
  ['a connection that breaks before the request', 'drop-request'],
  ['a connection that breaks before the answer', 'drop-answer'],
  ['a body that is cut off by the connection', 'cut-body'],
  ['a body that ends too early', 'truncate-body'],
  ['429 of the gateway', { status: 429, body: '{"message":"Too Many Requests"}' }],
  ['500 of the gateway', { status: 500, body: '{"message":"Internal Server Error"}' }],
  ['502 with a page of HTML', { status: 502, body: '<h1>Bad Gateway</h1>' }],
];

describe.each(transient)('%s', (_, fault) => {
  it('is repeated for submit, which never makes a second market', async () => {
    proxy.faults.push(fault, fault);
    const market = await client.markets.submit(createSubmission());
    expect(proxy.seen).toEqual(Array(3).fill('POST /trpc/b2c/markets.submit'));
    expect(await stack.stored()).toMatchObject([{ marketId: market.marketId }]);
  });

  it('is given up after two repeats, with one market at most', async () => {
    proxy.faults.push(fault, fault, fault);
    const error = await client.markets.submit(createSubmission()).catch((thrown) => thrown);
    expect(isNetworkError(error) || isGatewayError(error)).toBe(true);
    expect(proxy.seen).toHaveLength(3);
    expect((await stack.stored()).length).toBeLessThanOrEqual(1);
  });

  it('is repeated for list and withdraw', async () => {
    const market = await client.markets.submit(createSubmission());
    proxy.faults.push(fault);
    expect((await client.markets.list()).items).toHaveLength(1);
    proxy.faults.push(fault);
    await client.markets.withdraw(market);
    expect(proxy.seen.slice(1)).toEqual([
      ...Array(2).fill('GET /trpc/b2c/markets.list'),
      ...Array(2).fill('POST /trpc/b2c/markets.withdraw'),
    ]);
    expect(await stack.stored()).toEqual([]);
  });

  it('is repeated for decide, which is kept once', async () => {
    const market = await client.markets.submit(createSubmission());
    proxy.faults.push(fault, fault);
    const decided = await hall.markets.reject(market, 'Too many huts');
    expect(proxy.seen.slice(1)).toEqual(Array(3).fill('POST /trpc/b2b/markets.decide'));
    expect(decided.decisions).toHaveLength(1);
  });

  it('is repeated for edit only where the edit was not looked at', async () => {
    const market = await client.markets.submit(createSubmission());
    proxy.faults.push(fault);
    const edited = await client.markets.edit(market, { marketName: 'New' }).catch(() => null);
    const isThrottled = typeof fault === 'object' && 'status' in fault && fault.status === 429;
    expect(proxy.seen.slice(1)).toEqual(
      Array(isThrottled ? 2 : 1).fill('POST /trpc/b2c/markets.edit'),
    );
    expect(edited?.marketName).toBe(isThrottled ? 'New' : undefined);
  });
});

describe('retries', () => {
  it('are as many as asked for: none', async () => {
    proxy.faults.push('drop-request');
    await expect(client.markets.list({}, { retries: 0 })).rejects.toMatchObject({
      code: 'NETWORK',
      cause: expect.any(Error),
    });
    expect(proxy.seen).toHaveLength(1);
  });

  it('are as many as the client was made with', async () => {
    const stubborn = createB2cClient({ url: proxy.url, token, retries: 3 });
    proxy.faults.push(...Array(3).fill('drop-request'));
    expect(await stubborn.markets.list()).toEqual({ items: [] });
    expect(proxy.seen).toHaveLength(4);
  });

  it('wait for as long as Retry-After asks', async () => {
    proxy.faults.push({ status: 429, headers: { 'retry-after': '1' } });
    const started = performance.now();
    await client.markets.list();
    expect(performance.now() - started).toBeGreaterThan(1000);
    expect(proxy.seen).toHaveLength(2);
  });

  it('read Retry-After as a date too', async () => {
    const date = new Date(Date.now() + 1_500).toUTCString();
    proxy.faults.push({ status: 503, headers: { 'retry-after': date } });
    const started = performance.now();
    await client.markets.list();
    expect(performance.now() - started).toBeGreaterThan(450);
  });

  it('are given up at once where Retry-After asks for more time than the call has', async () => {
    proxy.faults.push({ status: 429, headers: { 'retry-after': '60' } });
    const started = performance.now();
    await expect(client.markets.list()).rejects.toMatchObject({ status: 429, retryAfter: 60 });
    expect(performance.now() - started).toBeLessThan(1000);
    expect(proxy.seen).toHaveLength(1);
  });

  it('wait a little, and not always equally long', async () => {
    const waits = [];
    for (let round = 0; round < 4; round += 1) {
      proxy.faults.push('drop-request');
      const started = performance.now();
      await client.markets.list();
      waits.push(performance.now() - started);
    }
    expect(Math.min(...waits)).toBeGreaterThan(99);
    expect(new Set(waits.map(Math.round)).size).toBeGreaterThan(1);
  });

  it.each([400, 403, 404, 409, 413])('are not made for %i', async (status) => {
    proxy.faults.push({ status, body: '{"message":"No"}' });
    await expect(client.markets.list()).rejects.toMatchObject({ code: 'GATEWAY_REFUSED', status });
    expect(proxy.seen).toHaveLength(1);
  });

  it('are made for the public catalogue of cities as well', async () => {
    proxy.faults.push('cut-body', { status: 500 });
    expect(await client.cities()).toContainEqual({ key: 'iasi', name: 'Iași' });
    expect(proxy.seen).toEqual(Array(3).fill('GET /v1/cities'));
  });
});
