import { expect, it } from 'vitest';
import { createRestClient, type TokenSource } from '../../sdk/src/rest.ts';
import { useStack } from '../use-stack.ts';
import { startFaultyProxy } from './faulty-proxy.ts';
import { createSubmission } from './markets.ts';

const stack = useStack({ topology: 'split' });

it('a market passes from submission to approval over the REST paths', async () => {
  const { userId, token } = await stack.applicant('rest');
  const applicant = createRestClient({ url: stack.outputs.apiUrl, token });
  const hall = createRestClient({
    url: stack.outputs.b2bApiUrl,
    token: () => stack.cityHall('cluj'),
  });

  const submitted = await applicant.POST('/v1/b2c/christmas-markets/user/{userId}', {
    params: { path: { userId: 'me' } },
    body: createSubmission(),
  });
  const market = submitted.data;
  if (market === undefined) throw new Error(JSON.stringify(submitted.error));
  expect(market).toMatchObject({ userId, city: 'Cluj-Napoca', status: 'pending' });

  const waiting = await hall.GET('/v1/b2b/christmas-markets/city/{city}', {
    params: { path: { city: 'Cluj-Napoca' }, query: { status: 'pending', limit: 5 } },
  });
  expect(waiting.data?.items).toEqual([market]);

  const { marketId, revision } = market;
  const path = { marketId, userId };
  const decided = await hall.PATCH('/v1/b2b/christmas-markets/{marketId}/user/{userId}', {
    params: { path },
    body: { approved: true, revision },
  });
  expect(decided.data).toMatchObject({ status: 'approved' });

  const stale = await applicant.PATCH('/v1/b2c/christmas-markets/{marketId}/user/{userId}', {
    params: { path },
    body: { revision: '019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42', marketName: 'New' },
  });
  expect(stale.response.status).toBe(409);
  expect(stale.error).toMatchObject({ code: 'STALE_REVISION' });

  const withdrawn = await applicant.DELETE('/v1/b2c/christmas-markets/{marketId}/user/{userId}', {
    params: { path },
  });
  expect(withdrawn.response.status).toBe(204);
});

it('reads public paths without a token', async () => {
  const { data } = await createRestClient({ url: stack.outputs.apiUrl }).GET('/v1/cities');
  expect(data?.items).toContainEqual({ key: 'iasi', name: 'Iași' });
});

it('requests no token for a public path', async () => {
  await using proxy = await startFaultyProxy(stack.outputs.apiUrl);
  const client = createRestClient({
    url: proxy.url,
    token() {
      throw new Error('Nobody is signed in');
    },
  });
  const cities = await client.GET('/v1/cities');
  expect(cities.data?.items).toContainEqual({ key: 'iasi', name: 'Iași' });
  expect((await client.GET('/health')).data).toEqual({ status: 'ok' });
  expect(proxy.authorizations).toEqual([undefined, undefined]);
  await expect(client.GET('/v1/b2c/users/me')).rejects.toThrow('Nobody is signed in');
  expect(proxy.seen).toHaveLength(2);
});

it('sends its requests with the given fetch, with all their options', async () => {
  const { token } = await stack.applicant('rest-fetch');
  const requests: [string, RequestInit][] = [];
  const client = createRestClient({
    url: stack.outputs.apiUrl,
    token: ({ refused }) => (refused === undefined ? 'old' : token),
    fetch(url, init) {
      requests.push([url, init]);
      return fetch(url, init);
    },
  });
  const { data } = await client.POST('/v1/b2c/christmas-markets/user/{userId}', {
    params: { path: { userId: 'me' } },
    body: createSubmission(),
  });
  expect(data).toMatchObject(createSubmission());
  const body = JSON.stringify(createSubmission());
  expect(requests).toMatchObject(
    Array(2).fill([
      `${stack.outputs.apiUrl}/v1/b2c/christmas-markets/user/me`,
      { method: 'POST', body },
    ]),
  );

  const signal = AbortSignal.abort('enough');
  await expect(client.GET('/v1/cities', { signal })).rejects.toBe('enough');
  expect(requests).toHaveLength(3);
});

it('renews a refused token once, and sends the body again', async () => {
  const { token } = await stack.applicant('rest-renewal');
  await using proxy = await startFaultyProxy(stack.outputs.apiUrl);
  const refused: (string | undefined)[] = [];
  const client = createRestClient({
    url: proxy.url,
    token(request) {
      refused.push(request.refused);
      return request.refused === undefined ? 'old' : token;
    },
  });
  const { data } = await client.POST('/v1/b2c/christmas-markets/user/{userId}', {
    params: { path: { userId: 'me' } },
    body: createSubmission(),
  });
  expect(data).toMatchObject({ marketName: 'Piața Unirii' });
  expect(refused).toEqual([undefined, 'old']);
  expect(proxy.authorizations).toEqual(['Bearer old', `Bearer ${token}`]);
});

it.each<[string, string | TokenSource]>([
  ['a text', 'the-only-one'],
  // It was called without an argument to look into.
  ["the README's function", ({ refused }) => refused ?? 'the-only-one'],
])('returns the refusal if there is no other token: %s', async (_, token) => {
  await using proxy = await startFaultyProxy(stack.outputs.apiUrl);
  const client = createRestClient({ url: proxy.url, token });
  const { response } = await client.GET('/v1/b2c/christmas-markets/user/{userId}', {
    params: { path: { userId: 'me' } },
  });
  expect(response.status).toBe(401);
  expect(proxy.seen).toHaveLength(1);
});
