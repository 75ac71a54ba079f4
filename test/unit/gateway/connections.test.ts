import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createGateway } from '../../../local/gateway/gateway.ts';
import { openRoute, sendHead, startGateway } from './fixture.ts';

describe('a client that closes the connection', () => {
  test('in the middle of its body', async () => {
    await using gateway = await startGateway({ routes: [openRoute('POST /m')] });
    const socket = connect(gateway.port, '127.0.0.1');
    // Node.js cannot reset a connection before it is open.
    await once(socket, 'connect');
    socket.write('POST /m HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf');
    await sleep(30);
    socket.resetAndDestroy();
    await sleep(30);
    expect(gateway.events).toEqual([]);
    expect(gateway.entries).toEqual([]);
  });

  test('while the handler works', async () => {
    const { promise: release, resolve } = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    await using gateway = await startGateway({
      routes: [openRoute('GET /m'), openRoute('GET /next')],
      handler: async (event) => {
        if (event.routeKey === 'GET /m') {
          called.resolve();
          await release;
        }
        return { statusCode: 200, body: 'done' };
      },
    });
    const socket = connect(gateway.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /m HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await called.promise;
    socket.resetAndDestroy();
    await sleep(30);
    resolve();
    expect((await sendHead(gateway.port, 'GET /next')).status).toBe(200);
    expect(gateway.entries).toMatchObject([{ routeKey: 'GET /next' }]);
  });
});

describe('listening', () => {
  test('on 127.0.0.1, at the port that it returns', async () => {
    await using gateway = await startGateway({ routes: [openRoute('GET /m')] });
    expect(gateway.url).toBe(`http://127.0.0.1:${gateway.port}`);
    expect(await (await fetch(`${gateway.url}/m`)).text()).toBe('ok');
  });

  test('a port in use is reported', async () => {
    await using gateway = await startGateway({});
    const second = createGateway({
      routes: [],
      authorizers: {},
      cors: null,
      handler: async () => null,
    });
    await expect(second.listen(gateway.port)).rejects.toThrow(/^Port \d+ is in use/);
  });

  test('close ends within a second, also with open connections', async () => {
    const gateway = await startGateway({
      routes: [openRoute('GET /m'), openRoute('GET /hang')],
      handler: (event) =>
        event.routeKey === 'GET /m' ? Promise.resolve(null) : new Promise(() => {}),
    });
    await fetch(`${gateway.url}/m`);
    const hanging = fetch(`${gateway.url}/hang`).catch(() => 'cut off');
    const silent = connect(gateway.port, '127.0.0.1');
    silent.on('error', () => {});
    const half = connect(gateway.port, '127.0.0.1');
    half.on('error', () => {});
    half.write('POST /m HTTP/1.1\r\nHost: localhost\r\nContent-Le');
    await sleep(50);
    const startedAt = performance.now();
    await Promise.all([gateway.close(), gateway.close()]);
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    expect(await hanging).toBe('cut off');
    await expect(fetch(`${gateway.url}/m`)).rejects.toThrow();
  });

  test('an answer under way is still given', async () => {
    const gateway = await startGateway({
      routes: [openRoute('GET /m')],
      handler: async () => {
        await sleep(100);
        return { statusCode: 200, body: 'done' };
      },
    });
    const answer = fetch(`${gateway.url}/m`);
    await sleep(30);
    await gateway.close();
    expect(await (await answer).text()).toBe('done');
  });
});
