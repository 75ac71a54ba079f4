import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createTestHandler } from '../security/doors.ts';
import { toEvent } from '../unit/recorded-event.ts';
import { useStack } from '../use-stack.ts';

const hsts = 'max-age=31536000; includeSubDomains';
const stack = useStack();

const get = (path: string, method = 'GET') =>
  fetch(`${stack.outputs.apiUrl}${path}`, { method, redirect: 'manual' });

describe('HEAD', () => {
  it.each(['/health', '/openapi.json', '/docs', '/docs/page.js', '/v1/cities', '/', '/docs/'])(
    '%s answers as GET, without a body',
    async (path) => {
      const full = await get(path);
      const head = await get(path, 'HEAD');
      expect(head.status).toBe(full.status);
      expect(head.status).toBeLessThan(400);
      expect(await head.text()).toBe('');
      const varying = ['apigw-requestid', 'date', 'content-length', 'keep-alive', 'connection'];
      const headersOf = ({ headers }: Response) =>
        [...headers].filter(([name]) => !varying.includes(name));
      expect(headersOf(head)).toEqual(headersOf(full));
    },
  );

  it('is not served on a route that needs a token, at either door', async () => {
    const path = '/v1/b2c/christmas-markets/user/me';
    expect((await get(path, 'HEAD')).status).toBe(404);
    const handler = createTestHandler(stack);
    for (const routeKey of [
      'HEAD /v1/b2c/christmas-markets/user/{userId}',
      'HEAD /trpc/b2c/{proxy+}',
      'HEAD /no/such/route',
    ]) {
      expect(await handler(toEvent(routeKey))).toMatchObject({ statusCode: 404 });
    }
  });
});

it.each(['/', '/docs/'])('%s redirects to /docs', async (path) => {
  const answer = await get(path);
  expect([answer.status, answer.headers.get('location')]).toEqual([308, '/docs']);
});

it.each(['/health', '/openapi.json', '/docs', '/docs/page.js', '/v1/cities', '/', '/docs/none'])(
  '%s has Strict-Transport-Security, for a year and all subdomains',
  async (path) => {
    expect((await get(path)).headers.get('strict-transport-security')).toBe(hsts);
  },
);

it('a page that is not modified has it, too', async () => {
  const etag = (await get('/docs')).headers.get('etag') ?? '';
  const status = await new Promise((resolve) => {
    const options = { headers: { 'if-none-match': etag } };
    request(`${stack.outputs.apiUrl}/docs`, options, (response) => {
      response.resume();
      resolve([response.statusCode, response.headers['strict-transport-security']]);
    }).end();
  });
  expect(status).toEqual([304, hsts]);
});
