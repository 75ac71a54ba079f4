import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createB2cClient, type Market, type TokenRequest } from '../../sdk/src/index.ts';
import { createRestClient } from '../../sdk/src/rest.ts';
import { useStack } from '../use-stack.ts';
import { createSubmission } from './markets.ts';

/* The gateway's 401 has no CORS headers, so that a browser hides it: `fetch` rejects, as it does offline. */

const stack = useStack();
let token: string;
beforeAll(async () => {
  ({ token } = await stack.applicant('hidden'));
});
afterEach(() => void vi.unstubAllGlobals());

function createScene({ isOffline = false } = {}) {
  const requests: string[] = [];
  const asked: TokenRequest[] = [];
  const client = createB2cClient({
    url: stack.outputs.apiUrl,
    retries: 0,
    token(request) {
      asked.push(request);
      return request.refused === undefined ? 'ended' : token;
    },
    async fetch(url, init) {
      requests.push(new URL(url).pathname);
      if (isOffline) throw new TypeError('Failed to fetch');
      const response = await fetch(url, init);
      if (response.status === 401) throw new TypeError('Failed to fetch');
      return response;
    },
  });
  return { client, requests, asked };
}

it('in a browser a call renews its token once if a public route answers', async () => {
  vi.stubGlobal('location', { href: 'http://localhost:3000/' });
  const { client, requests, asked } = createScene();
  expect(await client.markets.list()).toEqual({ items: [] });
  expect(requests).toEqual(['/trpc/b2c/markets.list', '/health', '/trpc/b2c/markets.list']);
  expect(asked).toEqual([{}, { refused: 'ended' }]);
});

it('an edit is not sent twice, but the next call has the new token', async () => {
  const own = createB2cClient({ url: stack.outputs.apiUrl, token });
  const market: Market = await own.markets.submit(createSubmission());
  vi.stubGlobal('location', { href: 'http://localhost:3000/' });
  const { client, requests, asked } = createScene();
  await expect(client.markets.edit(market, { marketName: 'New' })).rejects.toMatchObject({
    code: 'NETWORK',
    message: expect.stringContaining('CORS'),
  });
  expect(requests).toEqual(['/trpc/b2c/markets.edit', '/health']);
  expect(asked).toEqual([{}, { refused: 'ended' }]);
  const { items } = await own.markets.list();
  expect(items).toEqual([market]);
});

it('offline, and outside browsers, no token is renewed', async () => {
  const outside = createScene();
  await expect(outside.client.markets.list()).rejects.toMatchObject({ code: 'NETWORK' });
  expect(outside.asked).toEqual([{}]);
  vi.stubGlobal('location', { href: 'http://localhost:3000/' });
  const offline = createScene({ isOffline: true });
  await expect(offline.client.markets.list()).rejects.toMatchObject({ code: 'NETWORK' });
  expect(offline.asked).toEqual([{}]);
});

it('listAll ends if a cursor repeats', async () => {
  let pages = 0;
  const client = createB2cClient({
    url: stack.outputs.apiUrl,
    token: 'any',
    async fetch() {
      pages += 1;
      return Response.json([{ result: { data: { items: [], nextCursor: `${pages % 2}` } } }]);
    },
  });
  expect(await Array.fromAsync(client.markets.listAll())).toEqual([]);
  expect(pages).toBe(3);
});

it.each([
  ['nothing said about its length', {}],
  ['content-length 0', { 'content-length': '0' }],
])('a REST failure without a body has an error: %s', async (_, headers) => {
  const client = createRestClient({
    url: stack.outputs.apiUrl,
    fetch: async () => new Response(null, { status: 502, headers }),
  });
  const { data, error, response } = await client.GET('/v1/cities');
  expect(data).toBeUndefined();
  expect(error).toEqual({ message: 'The answer with status 502 has no body.' });
  expect(response.status).toBe(502);
});
