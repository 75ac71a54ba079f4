import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { bodyTooLargeStatus, headersTooLargeStatus } from '../../../local/gateway/assumptions.ts';
import { openRoute, sendHead, sendRaw, startGateway, startTime } from './fixture.ts';

const mib = 1024 * 1024;

function hang(): Promise<never> {
  return new Promise(() => {});
}

describe('throttling', () => {
  test('accepts the burst, then requests at the rate', async () => {
    let now = startTime;
    await using gateway = await startGateway({
      routes: ['GET /a', 'GET /b', 'GET /c'].map(openRoute),
      clock: () => now,
      throttle: {
        default: { rateLimit: 2, burstLimit: 3 },
        routes: { 'GET /b': { rateLimit: 1, burstLimit: 1 } },
      },
    });
    const statuses = async (path: string, count: number) => {
      const all: number[] = [];
      for (let sent = 0; sent < count; sent += 1) {
        all.push((await sendHead(gateway.port, `GET ${path}`)).status);
      }
      return all;
    };
    expect(await statuses('/a', 5)).toEqual([200, 200, 200, 429, 429]);
    expect(await statuses('/b', 2)).toEqual([200, 429]);
    now += 499;
    expect(await statuses('/a', 1)).toEqual([429]);
    now += 1;
    expect(await statuses('/a', 2)).toEqual([200, 429]);
    now += 3_600_000;
    expect(await statuses('/a', 4)).toEqual([200, 200, 200, 429]);
    expect(await statuses('/nowhere', 5)).toEqual(Array(5).fill(404));
  });

  test('answers 429 without asking the Lambda', async () => {
    await using gateway = await startGateway({
      routes: [openRoute('GET /a')],
      throttle: { default: { rateLimit: 1, burstLimit: 0 } },
    });
    const response = await sendHead(gateway.port, 'GET /a');
    expect(response).toMatchObject({ status: 429, body: '{"message":"Too Many Requests"}' });
    expect(response.headers.get('apigw-requestid')).toHaveLength(1);
    expect(gateway.events).toEqual([]);
    expect(gateway.entries).toMatchObject([{ routeKey: 'GET /a', status: 429 }]);
  });
});

describe('sizes', () => {
  test.each([
    ['an event just under 6 MB', 6 * mib - 2000, 200],
    ['an event over 6 MB', 6 * mib, 413],
    ['a body over 10 MB', 10 * mib + 1, bodyTooLargeStatus],
  ])('%s', async (_name, bytes, status) => {
    await using gateway = await startGateway({ routes: [openRoute('POST /m')] });
    const response = await fetch(`${gateway.url}/m`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x'.repeat(bytes),
    });
    expect(response.status).toBe(status);
    expect(gateway.events).toHaveLength(status === 200 ? 1 : 0);
    if (status === 413) {
      expect(await response.json()).toEqual({ message: 'Request Entity Too Large' });
    }
  });

  test('the size of a binary body is that of its base64', async () => {
    await using gateway = await startGateway({ routes: [openRoute('POST /m')] });
    const body = Buffer.alloc(5 * mib);
    const response = await fetch(`${gateway.url}/m`, { method: 'POST', body });
    expect(response.status).toBe(413);
  });

  test('a chunked body over 10 MB is refused before it ends', async () => {
    await using gateway = await startGateway({ routes: [openRoute('POST /m')] });
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write('POST /m HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n');
    const answered = once(socket, 'data');
    const chunk = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(mib),
      Buffer.from('\r\n'),
    ]);
    for (let sent = 0; sent < 11; sent += 1) socket.write(chunk);
    const [answer] = await answered;
    expect(String(answer)).toMatch(new RegExp(`^HTTP/1.1 ${bodyTooLargeStatus} `));
    expect(gateway.events).toEqual([]);
    socket.destroy();
  });

  test.each([
    [10_240, 200],
    [10_241, headersTooLargeStatus],
    [40_000, headersTooLargeStatus],
  ])('a request line and headers of %i bytes', async (bytes, status) => {
    await using gateway = await startGateway({ routes: [openRoute('GET /m')] });
    const head = 'GET /m HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Fill: ';
    const response = await sendRaw(
      gateway.port,
      `${head}${'x'.repeat(bytes - head.length - 2)}\r\n\r\n`,
    );
    expect(response.status).toBe(status);
    expect(response.headers.get('apigw-requestid')).toHaveLength(1);
    expect(gateway.events).toHaveLength(status === 200 ? 1 : 0);
  });

  test('thousands of small headers count towards the limit', async () => {
    await using gateway = await startGateway({ routes: [openRoute('GET /m')] });
    await sendHead(gateway.port, 'GET /m', [...Array(2_500).fill('a:'), 'x-last: 1']);
    expect(gateway.events).toEqual([]);
    expect(gateway.entries).toMatchObject([{ status: headersTooLargeStatus }]);
  });
});

describe('a handler that takes too long', () => {
  test('is a 503', async () => {
    await using gateway = await startGateway({
      routes: [openRoute('GET /m')],
      integrationTimeoutMs: 30,
      handler: hang,
    });
    const response = await sendHead(gateway.port, 'GET /m');
    expect(response).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' });
    expect(gateway.entries).toMatchObject([{ status: 503 }]);
  });

  test('a failure after the time limit has no effect', async () => {
    await using gateway = await startGateway({
      routes: [openRoute('GET /m')],
      integrationTimeoutMs: 20,
      handler: async () => {
        await sleep(60);
        throw new Error('late');
      },
    });
    expect((await sendHead(gateway.port, 'GET /m')).status).toBe(503);
    await sleep(80);
    expect(gateway.entries).toHaveLength(1);
  });
});

describe('bytes that are not an HTTP request', () => {
  test.each([
    [
      'two lengths of the body',
      'POST /m HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'two content lengths',
      'POST /m HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\nx',
    ],
    ['an unknown method', 'FETCH /m HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a method in lower case', 'get /m HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a space in the path', 'GET /m /m HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a header line without a colon', 'GET /m HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n'],
    ['a folded header', 'GET /m HTTP/1.1\r\nHost: localhost\r\nX: 1\r\n 2\r\n\r\n'],
    ['no host', 'GET /m HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['nonsense', '\x00\x01\x02\r\n\r\n'],
  ])('%s', async (_name, bytes) => {
    await using gateway = await startGateway({ routes: [openRoute('ANY /{proxy+}')] });
    const response = await sendRaw(gateway.port, bytes);
    expect(response).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
    expect(response.headers.get('apigw-requestid')).toHaveLength(1);
    expect(gateway.events).toEqual([]);
    expect(gateway.entries).toMatchObject([{ status: 400, routeKey: null }]);
  });
});
