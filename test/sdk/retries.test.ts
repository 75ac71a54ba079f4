import { beforeAll, describe, expect, it } from 'vitest';
import { createB2cClient } from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { startFaultyProxy } from './faulty-proxy.ts';

const stack = useStack();
let token: string;
beforeAll(async () => {
  ({ token } = await stack.applicant('retries'));
});

// Side by side: what takes time here is waiting between repeats.
describe.concurrent('retries', () => {
  it('are not made with retries: 0', async () => {
    await using proxy = await startProxy();
    proxy.faults.push('drop-request');
    await expect(proxy.client.markets.list({}, { retries: 0 })).rejects.toMatchObject({
      code: 'NETWORK',
      cause: expect.any(Error),
    });
    expect(proxy.seen).toHaveLength(1);
  });

  it("are as many as the client's option", async () => {
    await using proxy = await startProxy();
    const stubborn = createB2cClient({ url: proxy.url, token, retries: 3 });
    proxy.faults.push(...Array(3).fill('drop-request'));
    expect(await stubborn.markets.list()).toEqual({ items: [] });
    expect(proxy.seen).toHaveLength(4);
  });

  it('wait as long as Retry-After says', async () => {
    await using proxy = await startProxy();
    proxy.faults.push({ status: 429, headers: { 'retry-after': '1' } });
    const started = performance.now();
    await proxy.client.markets.list();
    expect(performance.now() - started).toBeGreaterThan(1000);
    expect(proxy.seen).toHaveLength(2);
  });

  it('accept a date in Retry-After', async () => {
    await using proxy = await startProxy();
    const date = new Date(Date.now() + 1_500).toUTCString();
    proxy.faults.push({ status: 503, headers: { 'retry-after': date } });
    const started = performance.now();
    await proxy.client.markets.list();
    expect(performance.now() - started).toBeGreaterThan(450);
  });

  it('are not made if Retry-After is longer than the time that is left', async () => {
    await using proxy = await startProxy();
    proxy.faults.push({ status: 429, headers: { 'retry-after': '60' } });
    await expect(proxy.client.markets.list()).rejects.toMatchObject({
      status: 429,
      retryAfter: 60,
    });
    expect(proxy.seen).toHaveLength(1);
  });

  it('wait a random time between the attempts', async () => {
    const waits = await Promise.all(
      Array.from({ length: 6 }, async () => {
        await using proxy = await startProxy();
        proxy.faults.push('drop-request');
        await proxy.client.markets.list();
        const [first = 0, second = 0] = proxy.arrivals;
        return second - first;
      }),
    );
    expect(Math.min(...waits)).toBeGreaterThan(95);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(1);
  });

  it.each([400, 403, 404, 409, 413])('are not made for %i', async (status) => {
    await using proxy = await startProxy();
    proxy.faults.push({ status, body: '{"message":"No"}' });
    await expect(proxy.client.markets.list()).rejects.toMatchObject({
      code: 'GATEWAY_REFUSED',
      status,
    });
    expect(proxy.seen).toHaveLength(1);
  });
});

async function startProxy() {
  const proxy = await startFaultyProxy(stack.outputs.apiUrl);
  return Object.assign(proxy, { client: createB2cClient({ url: proxy.url, token }) });
}
