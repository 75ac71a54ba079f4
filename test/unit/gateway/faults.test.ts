import { describe, expect, it } from 'vitest';
import { openRoute, sendHead, startGateway } from './fixture.ts';

const routes = [openRoute('GET /m')];
const handler = async () => ({ statusCode: 200, body: 'x'.repeat(1000) });

describe('injected faults', () => {
  it.each([
    ['429', 429, 'Too Many Requests'],
    ['503', 503, 'Service Unavailable'],
  ])('x-fault: %s is answered without a call of the Lambda', async (fault, status, message) => {
    await using gateway = await startGateway({ routes, handler, faults: {} });
    const response = await sendHead(gateway.port, 'GET /m', [`x-fault: ${fault}`]);
    expect(response).toMatchObject({ status, body: JSON.stringify({ message }) });
    expect(gateway.events).toEqual([]);
    expect(gateway.entries).toMatchObject([{ status, fault, reason: 'an injected fault' }]);
    expect(gateway.entries[0]?.error).toBeUndefined();
    const retryAfter = fault === '503' ? ['1'] : undefined;
    expect(response.headers.get('retry-after')).toEqual(retryAfter);
  });

  it('x-fault: slow delays the answer of the Lambda', async () => {
    await using gateway = await startGateway({ routes, handler, faults: { slowMs: 200 } });
    const started = performance.now();
    const response = await sendHead(gateway.port, 'GET /m', ['x-fault: slow']);
    expect(performance.now() - started).toBeGreaterThanOrEqual(190);
    expect(response.status).toBe(200);
    expect(gateway.events).toHaveLength(1);
  });

  it.each(['401', '409', '410'])(
    'x-fault: %s has no effect on a request without a token, a revision or a cursor',
    async (fault) => {
      await using gateway = await startGateway({ routes, handler, faults: {} });
      const response = await sendHead(gateway.port, 'GET /m?cursor=now', [`x-fault: ${fault}`]);
      expect(response.status).toBe(200);
      expect(gateway.events).toHaveLength(1);
    },
  );

  it('x-fault: lost processes the request and closes the connection without an answer', async () => {
    await using gateway = await startGateway({ routes, handler, faults: {} });
    const answer = fetch(`${gateway.url}/m`, { headers: { 'x-fault': 'lost' } });
    await expect(answer).rejects.toThrow('fetch failed');
    expect(gateway.events).toHaveLength(1);
  });

  it('x-fault: cut processes the request and closes the connection within the answer', async () => {
    await using gateway = await startGateway({ routes, handler, faults: {} });
    const response = await fetch(`${gateway.url}/m`, { headers: { 'x-fault': 'cut' } });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(gateway.events).toHaveLength(1);
  });

  it('x-fault: cut closes the connection also after an answer without a body', async () => {
    const withoutBody = async () => ({ statusCode: 204 });
    await using gateway = await startGateway({ routes, handler: withoutBody, faults: {} });
    const answer = fetch(`${gateway.url}/m`, { headers: { 'x-fault': 'cut' } });
    await expect(answer).rejects.toThrow('fetch failed');
    expect(gateway.events).toHaveLength(1);
  });

  it('an unknown fault is refused, and the terminal names the known ones', async () => {
    await using gateway = await startGateway({ routes, handler, faults: {} });
    expect((await sendHead(gateway.port, 'GET /m', ['x-fault: 500'])).status).toBe(400);
    expect(gateway.events).toEqual([]);
    expect(gateway.entries).toMatchObject([
      { reason: 'x-fault: "500": expected one of 401, 409, 410, 429, 503, slow, lost, cut' },
    ]);
  });

  it('every second request gets the next fault in turn', async () => {
    await using gateway = await startGateway({ routes, handler, faults: { every: 2, slowMs: 1 } });
    for (let sent = 0; sent < 18; sent += 1) {
      await sendHead(gateway.port, 'GET /m').catch(() => 'lost');
    }
    const injected = gateway.entries.map(({ fault }) => fault);
    expect(injected.filter((_, index) => index % 2 === 0)).toEqual(Array(9).fill(undefined));
    expect(injected.filter((_, index) => index % 2 === 1)).toEqual([
      ...['401', '409', '410', '429', '503', 'slow', 'lost', 'cut', '401'],
    ]);
  });

  it('without faults, the header has no effect', async () => {
    await using gateway = await startGateway({ routes, handler });
    expect((await sendHead(gateway.port, 'GET /m', ['x-fault: 429'])).status).toBe(200);
  });
});
