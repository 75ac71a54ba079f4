import { expect, test } from 'vitest';
import { openRoute, sendHead, sendRaw, startGateway } from './fixture.ts';

const routes = [openRoute('GET /m')];

test.each(['127.0.0.1', 'localhost', 'LOCALHOST:4000', '[::1]:4000'])(
  'a request with the Host %s is served',
  async (host) => {
    await using gateway = await startGateway({ routes });
    expect((await sendHead(gateway.port, 'GET /m', [], host)).status).toBe(200);
  },
);

test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'localhost:x', ''])(
  'a request with the Host "%s" is forbidden, as API Gateway answers for a host without an API',
  async (host) => {
    await using gateway = await startGateway({ routes });
    const response = await sendHead(gateway.port, 'GET /m', [], host);
    expect(response).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
    expect(gateway.events).toEqual([]);
    expect(gateway.entries[0]?.reason).toContain('expected 127.0.0.1 or localhost');
  },
);

test.each(['localhost', 'evil.example'])(
  'a second Host header, %s, is a bad request',
  async (host) => {
    await using gateway = await startGateway({ routes });
    const response = await sendRaw(
      gateway.port,
      `GET /m HTTP/1.1\r\nHost: localhost\r\nhOST: ${host}\r\nConnection: close\r\n\r\n`,
    );
    expect(response.status).toBe(400);
    expect(gateway.events).toEqual([]);
  },
);
