import { afterEach, expect, it, vi } from 'vitest';
import { createB2cClient, isNotSignedInError } from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { proxyTokenEndpoint, startFaultyProxy } from './faulty-proxy.ts';
import { createAuth, passSignInPage } from './sign-in-browser.ts';
import { createStorage } from './storage.ts';

const hour = 3_600_000;

/** What the issuer says to a refresh token that was used before (RFC 6749, section 5.2). */
const invalidGrant = {
  status: 400,
  headers: { 'content-type': 'application/json' },
  body: '{"error":"invalid_grant"}',
};

const stack = useStack();
afterEach(() => void vi.unstubAllGlobals());

it("starts at 75 % of the token's life, once for all parallel calls and all tabs", async () => {
  // Servers have none, and use no Web Locks.
  vi.stubGlobal('location', { href: 'http://localhost:3000/' });
  let now = Date.now();
  const clock = () => now;
  const storage = createStorage();
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const tab = createAuth(issuer.outputs, { storage, clock });
  await tab.auth.handleRedirect(await passSignInPage(tab, stack.outputs));
  const otherTab = createAuth(issuer.outputs, { storage, clock });
  const first = await tab.auth.token();
  now += 0.75 * hour - 1_000;
  expect(await otherTab.auth.token()).toBe(first);
  now += 1_001;
  issuer.seen.splice(0);
  await Promise.all([
    tab.auth.token(),
    tab.auth.token(),
    otherTab.auth.token(),
    otherTab.auth.token(),
  ]);
  // On a busy machine the renewal takes longer than a second, and those calls used the old token.
  const renewed = await vi.waitFor(async () => {
    const token = await tab.auth.token();
    expect(token).not.toBe(first);
    return token;
  }, 10_000);
  expect(await otherTab.auth.token()).toBe(renewed);
  expect(issuer.seen).toHaveLength(1);
  expect(await tab.auth.user()).toMatchObject({ email: 'demo@example.com' });
  now += hour;
  expect(await otherTab.auth.token()).not.toBe(renewed);
});

it('is made once for parallel calls without Web Locks', async () => {
  vi.stubGlobal('navigator', undefined);
  let now = Date.now();
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const app = createAuth(issuer.outputs, { clock: () => now });
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  now += 2 * hour;
  issuer.seen.splice(0);
  const renewed = await Promise.all([app.auth.token(), app.auth.token()]);
  expect(new Set(renewed).size).toBe(1);
  expect(issuer.seen).toHaveLength(1);
});

it('does not restore a sign-in that was ended meanwhile', async () => {
  let now = Date.now();
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const app = createAuth(issuer.outputs, { clock: () => now });
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  now += hour;
  issuer.faults.push({ delayMs: 200 });
  const renewing = app.auth.token();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await app.auth.signOut();
  await renewing;
  expect(await app.auth.user()).toBeNull();
});

it('is tried again after a lost answer: the old refresh token has a grace period', async () => {
  let now = Date.now();
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const app = createAuth(issuer.outputs, { clock: () => now });
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const first = await app.auth.token();
  now += hour;
  issuer.seen.splice(0);
  issuer.faults.push('drop-answer');
  expect(await app.auth.token()).not.toBe(first);
  expect(issuer.seen).toHaveLength(2);
});

it('keeps the old token in use until it expires if the issuer does not answer', async () => {
  let now = Date.now();
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const app = createAuth(issuer.outputs, { clock: () => now });
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const first = await app.auth.token();
  now += 0.9 * hour;
  issuer.faults.push(...Array(3).fill('drop-request'));
  expect(await app.auth.token()).toBe(first);
  now += hour;
  issuer.faults.push(...Array(3).fill({ status: 503 }));
  await expect(app.auth.token()).rejects.toMatchObject({ status: 503 });
  expect(await app.auth.user()).not.toBeNull();
  expect(await app.auth.token()).not.toBe(first);
});

it('ends the sign-in when the issuer no longer knows it', async () => {
  let now = Date.now();
  const storage = createStorage();
  const app = createAuth(stack.outputs, { storage, clock: () => now });
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const key = storage.keys().find((each) => !each.endsWith('.sign-in')) ?? '';
  const session = JSON.parse(storage.getItem(key) ?? '');
  storage.setItem(key, JSON.stringify({ ...session, refreshToken: 'revoked' }));
  now += hour;
  const error = await app.auth.token().catch((thrown) => thrown);
  expect(isNotSignedInError(error)).toBe(true);
  expect(error.cause).toMatchObject({ reason: 'invalid_grant' });
  expect(await app.auth.user()).toBeNull();
});

it('lets a duplicated tab use its token until it expires', async () => {
  let now = Date.now();
  const clock = () => now;
  const storage = createStorage();
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const tab = createAuth(issuer.outputs, { storage, clock });
  await tab.auth.handleRedirect(await passSignInPage(tab, stack.outputs));
  const first = await tab.auth.token();
  const copy = createStorage();
  for (const key of storage.keys()) copy.setItem(key, storage.getItem(key) ?? '');
  const duplicate = createAuth(issuer.outputs, { storage: copy, clock });
  now += 0.8 * hour;
  expect(await tab.auth.token()).not.toBe(first);

  issuer.seen.splice(0);
  issuer.faults.push(invalidGrant);
  expect(await duplicate.auth.token()).toBe(first);
  expect(await duplicate.auth.token()).toBe(first);
  expect(issuer.seen).toHaveLength(1);
  expect(await duplicate.auth.user()).not.toBeNull();

  now += 0.2 * hour;
  issuer.faults.push(invalidGrant);
  expect(isNotSignedInError(await duplicate.auth.token().catch((thrown) => thrown))).toBe(true);
  expect(await duplicate.auth.user()).toBeNull();
  expect(await tab.auth.user()).not.toBeNull();
});

it('ends the sign-in of a duplicated tab if the API refuses its token', async () => {
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const app = createAuth(issuer.outputs);
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  issuer.faults.push(invalidGrant);
  const refused = await app.auth.token();
  const error = await app.auth.token({ refused }).catch((thrown) => thrown);
  expect(isNotSignedInError(error)).toBe(true);
  expect(await app.auth.user()).toBeNull();
});

it('uses the token that another tab renewed first, without Web Locks', async () => {
  vi.stubGlobal('navigator', undefined);
  let now = Date.now();
  const clock = () => now;
  const storage = createStorage();
  const faster = createAuth(stack.outputs, { storage, clock });
  const tab = createAuth(stack.outputs, {
    storage,
    clock,
    async fetch() {
      await faster.auth.token();
      return new Response(invalidGrant.body, invalidGrant);
    },
  });
  await faster.auth.handleRedirect(await passSignInPage(faster, stack.outputs));
  const first = await tab.auth.token();
  now += 2 * hour;
  const renewed = await tab.auth.token();
  expect(renewed).not.toBe(first);
  expect(await faster.auth.token()).toBe(renewed);
  // The winner's refresh token is as good as before.
  now += 2 * hour;
  expect(await faster.auth.token()).not.toBe(renewed);
});

it('never returns a token to the caller that was refused with it', async () => {
  let now = Date.now();
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const app = createAuth(issuer.outputs, { clock: () => now });
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const refused = await app.auth.token();
  now += 0.8 * hour;
  issuer.faults.push(...Array(6).fill({ status: 503 }));
  // The issuer is away: the one goes on with the old token, which does not help the other.
  const both = await Promise.allSettled([app.auth.token(), app.auth.token({ refused })]);
  expect(both).toMatchObject([{ value: refused }, { reason: { status: 503 } }]);

  // In the other order too.
  issuer.faults.push(...Array(6).fill({ status: 503 }));
  const turned = await Promise.allSettled([app.auth.token({ refused }), app.auth.token()]);
  expect(turned).toMatchObject([{ reason: { status: 503 } }, { value: refused }]);
});

it('is made once for callers that were refused and callers that were not', async () => {
  let now = Date.now();
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const app = createAuth(issuer.outputs, { clock: () => now });
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const refused = await app.auth.token();
  now += 2 * hour;
  issuer.seen.splice(0);
  const renewed = await Promise.all(
    [{}, { refused }, { refused }].map((request) => app.auth.token(request)),
  );
  expect(new Set(renewed).size).toBe(1);
  expect(renewed).not.toContain(refused);
  expect(issuer.seen).toHaveLength(1);
});

it('is made after a refusal of the API', async () => {
  await using api = await startFaultyProxy(stack.outputs.apiUrl);
  const app = createAuth(stack.outputs);
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const client = createB2cClient({ url: api.url, token: app.auth.token });
  api.faults.push({ status: 401, body: '{"message":"Unauthorized"}' });
  expect(await client.markets.list()).toEqual({ items: [] });
  expect(new Set(api.authorizations).size).toBe(2);
});

it('is not possible before a sign-in', async () => {
  const { auth } = createAuth(stack.outputs);
  const client = createB2cClient({ url: stack.outputs.apiUrl, token: auth.token });
  const error: unknown = await client.markets.list().catch((thrown) => thrown);
  expect(isNotSignedInError(error)).toBe(true);
});

it('keeps the refresh token and the user if the issuer sends no new ones', async () => {
  let now = Date.now();
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const app = createAuth(issuer.outputs, { clock: () => now });
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const user = await app.auth.user();
  now += hour;
  issuer.faults.push({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"access_token":"without rotation","expires_in":3600,"token_type":"Bearer"}',
  });
  expect(await app.auth.token()).toBe('without rotation');
  expect(await app.auth.user()).toEqual(user);
  now += hour;
  expect(await app.auth.token()).not.toBe('without rotation');
});
