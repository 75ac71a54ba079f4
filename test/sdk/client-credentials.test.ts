import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import {
  type ClientCredentialsOptions,
  clientCredentials,
  createB2bClient,
  isSignInError,
} from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';

const hour = 3_600_000;

const stack = useStack();
let proxy: FaultyProxy;
let credentials: Pick<ClientCredentialsOptions, 'tokenUrl' | 'clientId' | 'clientSecret'>;

beforeAll(async () => {
  const { b2bTokenUrl, cityHalls } = stack.outputs;
  const { origin, pathname } = new URL(b2bTokenUrl);
  proxy = await startFaultyProxy(origin);
  const { clientId = '', clientSecret = '' } = cityHalls.find(({ name }) => name === 'cluj') ?? {};
  credentials = { tokenUrl: proxy.url + pathname, clientId, clientSecret };
});
afterAll(() => proxy[Symbol.asyncDispose]());
afterEach(() => {
  proxy.faults.splice(0);
  proxy.seen.splice(0);
});

it('requests one token for any number of parallel calls, and keeps it', async () => {
  const token = clientCredentials(credentials);
  const tokens = await Promise.all(Array.from({ length: 20 }, () => token()));
  expect(new Set(tokens).size).toBe(1);
  expect(await token()).toBe(tokens[0]);
  expect(proxy.seen).toHaveLength(1);
});

it('uses a token for 75 % of its life, and then renews it once', async () => {
  let now = Date.now();
  const token = clientCredentials({ ...credentials, clock: () => now });
  const first = await token();
  now += 0.75 * hour - 1;
  expect(await token()).toBe(first);
  now += 1;
  const renewed = await Promise.all([token(), token(), token()]);
  expect(new Set(renewed).size).toBe(1);
  expect(renewed[0]).not.toBe(first);
  expect(proxy.seen).toHaveLength(2);
});

it('renews a token from the future, after the clock was set back', async () => {
  let now = Date.now() + 3 * hour;
  const token = clientCredentials({ ...credentials, clock: () => now });
  const first = await token();
  now -= 3 * hour;
  expect(await token()).not.toBe(first);
  expect(proxy.seen).toHaveLength(2);
});

it('uses the old token if the renewal fails, until it expires', async () => {
  let now = Date.now();
  const token = clientCredentials({ ...credentials, clock: () => now });
  const first = await token();
  now += hour - 1;
  proxy.faults.push(...Array(3).fill('drop-request'));
  expect(await token()).toBe(first);
  expect(proxy.seen).toHaveLength(4);
  now += 1;
  proxy.faults.push(...Array(3).fill({ status: 503 }));
  await expect(token()).rejects.toMatchObject({ code: 'GATEWAY_REFUSED', status: 503 });
  expect(await token()).not.toBe(first);
});

it('repeats a lost token request once for all calls together', async () => {
  proxy.faults.push('drop-answer', 'cut-body');
  const client = createB2bClient({
    url: stack.outputs.b2bApiUrl,
    token: clientCredentials(credentials),
  });
  expect(await client.markets.list({ city: 'Cluj-Napoca' })).toEqual({ items: [] });
  expect(proxy.seen).toHaveLength(3);

  proxy.faults.push(...Array(3).fill('drop-request'));
  const other = createB2bClient({
    url: stack.outputs.b2bApiUrl,
    token: clientCredentials(credentials),
  });
  await expect(other.markets.list({ city: 'Cluj-Napoca' })).rejects.toMatchObject({
    code: 'NETWORK',
  });
  expect(proxy.seen).toHaveLength(6);
});

it('requests a new token once for all calls that were refused with the old one', async () => {
  await using api = await startFaultyProxy(stack.outputs.b2bApiUrl);
  const client = createB2bClient({ url: api.url, token: clientCredentials(credentials) });
  await client.markets.list({ city: 'Cluj-Napoca' });
  api.faults.push({ status: 401, body: '{"message":"Unauthorized"}' });
  const pages = await Promise.all([
    client.markets.list({ city: 'Cluj-Napoca' }),
    client.markets.list({ city: 'Cluj-Napoca', limit: 1 }),
  ]);
  expect(pages).toEqual([{ items: [] }, { items: [] }]);
  expect(proxy.seen).toHaveLength(2);
  expect(new Set(api.authorizations).size).toBe(2);
});

it('renews only once if the API also refuses the new token', async () => {
  await using api = await startFaultyProxy(stack.outputs.b2bApiUrl);
  const client = createB2bClient({ url: api.url, token: clientCredentials(credentials) });
  const refusal = { status: 401, body: '{"message":"Unauthorized"}' };
  api.faults.push(refusal, refusal, refusal);
  await expect(client.markets.list({ city: 'Cluj-Napoca' })).rejects.toMatchObject({
    code: 'NOT_SIGNED_IN',
    cause: { status: 401 },
  });
  expect([api.seen.length, proxy.seen.length]).toEqual([2, 2]);
});

it('requests only the given scopes', async () => {
  const token = clientCredentials({ ...credentials, scopes: ['City/cluj-napoca'] });
  const [, payload = ''] = (await token()).split('.');
  expect(JSON.parse(atob(payload)).scope).toBe('City/cluj-napoca');
});

it("the error has the issuer's reason", async () => {
  const wrong = clientCredentials({ ...credentials, clientSecret: 'wrong-secret' });
  const error: unknown = await wrong().catch((thrown) => thrown);
  expect(isSignInError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'SIGN_IN_FAILED', reason: 'invalid_client' });
  await expect(
    clientCredentials({ ...credentials, scopes: ['City/iasi'] })(),
  ).rejects.toMatchObject({ reason: 'invalid_scope' });
  expect(proxy.seen).toHaveLength(2);
});

it('the error of an issuer that does not answer has no misleading advice', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const token = clientCredentials({ ...credentials, fetch: () => new Promise(() => {}) });
  const asked = token().catch((thrown) => thrown);
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  expect(await asked).toMatchObject({
    code: 'TIMED_OUT',
    message: 'There was no answer within 5000 ms. Try again.',
  });
});

it('shows neither the secret nor a token in any printed form', async () => {
  const token = clientCredentials(credentials);
  const accessToken = await token();
  proxy.faults.push(
    { status: 400, headers: { 'content-type': 'application/json' }, body: '{"error":"x"}' },
    {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: `{"access_token":"${accessToken}","token_type":"unheard-of"}`,
    },
  );
  const errors = [
    await clientCredentials(credentials)().catch((thrown) => thrown),
    await clientCredentials(credentials)().catch((thrown) => thrown),
  ];
  expect(errors).toMatchObject([{ code: 'SIGN_IN_FAILED' }, { code: 'SIGN_IN_FAILED' }]);
  for (const shown of [token, ...errors]) {
    const text = inspect(shown, { depth: 10, showHidden: true }) + JSON.stringify(shown);
    expect(text).not.toContain(credentials.clientSecret);
    expect(text).not.toContain(accessToken);
  }
});

it('sends the secret only over TLS', () => {
  const tokenUrl = 'http://issuer.example.com/token';
  expect(() => clientCredentials({ ...credentials, tokenUrl })).toThrow(TypeError);
});
