import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import {
  type B2cClient,
  createB2cClient,
  isTimeoutError,
  TimeoutError,
} from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';
import { createSubmission } from './markets.ts';

const stack = useStack();
let proxy: FaultyProxy;
let client: B2cClient;

beforeAll(async () => {
  proxy = await startFaultyProxy(stack.outputs.apiUrl);
  const { token } = await stack.applicant('time');
  client = createB2cClient({ url: proxy.url, token });
});
afterAll(() => proxy[Symbol.asyncDispose]());
afterEach(() => {
  proxy.faults.splice(0);
  proxy.seen.splice(0);
  vi.useRealTimers();
});

it('a timeout ends the call and its request', async () => {
  proxy.faults.push({ delayMs: 30_000 });
  const started = performance.now();
  const error = await client.markets.list({}, { timeout: 2_000 }).catch((thrown) => thrown);
  expect(performance.now() - started).toBeLessThan(20_000);
  expect(isTimeoutError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'TIMED_OUT', message: expect.stringContaining('2000 ms') });
  expect(proxy.seen).toHaveLength(1);
});

it('the timeout includes the repeats', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  let requests = 0;
  const slow = createB2cClient({
    url: proxy.url,
    token: 'any',
    async fetch() {
      requests += 1;
      await new Promise((resolve) => setTimeout(resolve, requests === 1 ? 300 : 5_000));
      return new Response('', { status: 500 });
    },
  });
  const settled = vi.fn();
  slow.markets.list({}, { timeout: 600 }).catch(settled);
  await vi.advanceTimersByTimeAsync(599);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(settled).toHaveBeenCalledWith(expect.any(TimeoutError));
  expect(requests).toBe(2);
});

it('the timeout is that of the client, or 10 s', async () => {
  const hasty = createB2cClient({ url: proxy.url, token: 'any', timeout: 200 });
  proxy.faults.push({ delayMs: 1_000 });
  await expect(hasty.markets.list()).rejects.toThrow('200 ms');
  const setTimer = vi.spyOn(globalThis, 'setTimeout');
  await client.markets.list();
  expect(setTimer.mock.calls.map(([, delay]) => delay)).toContain(10_000);
  setTimer.mockRestore();
});

it.each([Number.POSITIVE_INFINITY, 2 ** 31])(
  'takes a timeout of %d ms, and no timer',
  async (timeout) => {
    proxy.faults.push({ status: 503 }, { delayMs: 100 });
    expect(await client.markets.list({}, { timeout })).toEqual({ items: [] });
    expect(proxy.seen).toHaveLength(2);
    const endless = createB2cClient({ url: proxy.url, token: 'any', timeout });
    proxy.faults.push({ delayMs: 5_000 });
    const controller = new AbortController();
    setTimeout(() => controller.abort('enough'), 100);
    const { signal } = controller;
    await expect(endless.markets.list({}, { signal })).rejects.toBe('enough');
  },
);

it("a call rejects with the signal's reason, before and during the call", async () => {
  const reason = new Error('The page was closed');
  await expect(client.markets.list({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(proxy.seen).toEqual([]);

  proxy.faults.push({ delayMs: 30_000 });
  const controller = new AbortController();
  const { signal } = controller;
  const call = client.markets.list({}, { signal, timeout: 60_000 }).catch((thrown) => thrown);
  await requested();
  controller.abort(reason);
  expect(await call).toBe(reason);
  expect(proxy.seen).toHaveLength(1);
});

it('an aborted call stops waiting for its repeat', async () => {
  proxy.faults.push({ status: 429, headers: { 'retry-after': '30' } });
  const controller = new AbortController();
  const { signal } = controller;
  const started = performance.now();
  const call = client.markets.list({}, { signal, timeout: 60_000 }).catch((thrown) => thrown);
  await requested();
  setTimeout(() => controller.abort('enough'), 200);
  expect(await call).toBe('enough');
  expect(performance.now() - started).toBeLessThan(20_000);
  expect(proxy.seen).toHaveLength(1);
});

it('a call that is aborted while it waits leaves no timer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const controller = new AbortController();
  const busy = createB2cClient({
    url: proxy.url,
    token: 'any',
    timeout: Number.POSITIVE_INFINITY,
    fetch: async () => new Response('', { status: 429, headers: { 'retry-after': '60' } }),
  });
  const error = busy.markets.list({}, { signal: controller.signal }).catch((thrown) => thrown);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(vi.getTimerCount()).toBe(1);
  controller.abort('enough');
  expect(await error).toBe('enough');
  // Else a process would end a minute later.
  expect(vi.getTimerCount()).toBe(0);
});

it('a signal that outlives the call keeps nothing of it in memory', async () => {
  const { signal } = new AbortController();
  const page = new WeakRef(await client.markets.list({}, { signal }));
  proxy.faults.push({ status: 400 });
  await client.markets.list({}, { signal }).catch(() => {});
  proxy.faults.push({ delayMs: 1_000 });
  await client.markets.list({}, { signal, timeout: 1 }).catch(() => {});
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  await expect.poll(() => [collectGarbage(), page.deref()]).toEqual([undefined, undefined]);
});

it('a call that ended while it waited for its token is never sent with other calls', async () => {
  const { token } = await stack.applicant('time-token');
  const applicant = createB2cClient({ url: stack.outputs.apiUrl, token });
  const one = await applicant.markets.submit(createSubmission());
  const two = await applicant.markets.submit(createSubmission());
  const three = await applicant.markets.submit(createSubmission());
  const { promise, resolve } = Promise.withResolvers<string>();
  const waiting = createB2cClient({ url: proxy.url, token: () => promise });
  const controller = new AbortController();
  const { signal } = controller;
  const calledOff = waiting.markets.withdraw(one, { signal }).catch((thrown) => thrown);
  const timedOut = waiting.markets.withdraw(two, { timeout: 10 }).catch((thrown) => thrown);
  const edited = waiting.markets.edit(three, { marketName: 'Edited' });
  controller.abort('enough');
  expect(await calledOff).toBe('enough');
  expect(isTimeoutError(await timedOut)).toBe(true);
  resolve(token);
  expect(await edited).toMatchObject({ marketName: 'Edited' });
  expect(proxy.seen).toEqual(['POST /trpc/b2c/markets.edit']);
  expect((await applicant.markets.list()).items).toEqual(expect.arrayContaining([one, two]));
});

it('one call of a batch can be aborted without the others', async () => {
  proxy.faults.push({ delayMs: 500 });
  const controller = new AbortController();
  const settled: string[] = [];
  const one = client.markets
    .list({}, { signal: controller.signal })
    .catch((thrown) => settled.push(thrown));
  const other = client.markets.list().finally(() => settled.push('other'));
  setTimeout(() => controller.abort('enough'), 100);
  expect(await other).toEqual({ items: [] });
  await one;
  expect(settled).toEqual(['enough', 'other']);
  expect(proxy.seen).toEqual(['GET /trpc/b2c/markets.list,markets.list']);
});

it('an edit that timed out is never repeated', async () => {
  const market = await client.markets.submit(createSubmission());
  proxy.seen.splice(0);
  proxy.faults.push({ delayMs: 600 });
  await expect(
    client.markets.edit(market, { marketName: 'Late' }, { timeout: 300 }),
  ).rejects.toThrow(TimeoutError);
  expect(proxy.seen).toHaveLength(1);
});

/** Waits until the first request of a test has arrived. */
async function requested(): Promise<void> {
  await vi.waitFor(() => expect(proxy.seen).toHaveLength(1), { timeout: 60_000 });
}
