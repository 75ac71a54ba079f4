import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createB2cClient,
  discover,
  isNotSignedInError,
  isSignInError,
} from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { proxyTokenEndpoint } from './faulty-proxy.ts';
import { createAuth, passSignInPage } from './sign-in-browser.ts';
import { createStorage } from './storage.ts';

const hour = 3_600_000;

const stack = useStack();
afterEach(() => {
  vi.useRealTimers();
});

describe('signing in', () => {
  it('navigates to the page with PKCE, state and nonce, and returns with a user', async () => {
    const app = createAuth(stack.outputs);
    expect(await app.auth.user()).toBeNull();
    const callback = await passSignInPage(app, stack.outputs);
    const asked = Object.fromEntries(new URL(app.visited[0] ?? '').searchParams);
    expect(asked).toEqual({
      response_type: 'code',
      client_id: stack.outputs.b2cClientId,
      redirect_uri: stack.outputs.callbackUrls[0],
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(new Set([asked.state, asked.nonce, asked.code_challenge]).size).toBe(3);

    const user = {
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: 'demo@example.com',
      endsAt: expect.any(Number),
    };
    expect(await app.auth.handleRedirect(callback)).toEqual({ user, returnTo: '/markets' });
    expect(await app.auth.user()).toEqual(user);
    const client = createB2cClient({ url: stack.outputs.apiUrl, token: app.auth.token });
    expect(await client.markets.list({ userId: (await app.auth.user())?.userId })).toEqual({
      items: [],
    });
  });

  it("needs only the issuer's URL with discover", async () => {
    const { issuer, authorizeUrl, tokenUrl, logoutUrl } = stack.outputs;
    const endpoints = await discover(issuer);
    expect(endpoints).toEqual({ issuer, authorizeUrl, tokenUrl, logoutUrl });
    await expect(discover(`${issuer}-not`)).rejects.toMatchObject({ code: 'GATEWAY_REFUSED' });
  });

  it('always requests openid beside the given scopes', async () => {
    const app = createAuth(stack.outputs, { scopes: ['B2CIdentifier/ManageChristmasMarkets'] });
    const callback = await passSignInPage(app, stack.outputs);
    expect(new URL(app.visited[0] ?? '').searchParams.get('scope')).toBe(
      'openid B2CIdentifier/ManageChristmasMarkets',
    );
    expect(await app.auth.handleRedirect(callback)).not.toBeNull();
  });

  it('refuses an answer to a sign-in that was begun elsewhere', async () => {
    const attacker = createAuth(stack.outputs);
    const callback = await passSignInPage(attacker, stack.outputs);
    const victim = createAuth(stack.outputs);
    await victim.auth.signIn();
    const error: unknown = await victim.auth.handleRedirect(callback).catch((thrown) => thrown);
    expect(isSignInError(error)).toBe(true);
    expect(await victim.auth.user()).toBeNull();
  });

  it('refuses an ID token with another nonce', async () => {
    const storage = createStorage();
    const app = createAuth(stack.outputs, { storage });
    const callback = await passSignInPage(app, stack.outputs);
    const [key = ''] = storage.keys();
    const [attempt] = JSON.parse(storage.getItem(key) ?? '');
    storage.setItem(key, JSON.stringify([{ ...attempt, nonce: 'another' }]));
    await expect(app.auth.handleRedirect(callback)).rejects.toMatchObject({
      code: 'SIGN_IN_FAILED',
      message: expect.stringContaining('nonce'),
    });
    expect(await app.auth.user()).toBeNull();
  });

  it('refuses tokens without an ID token, which has the nonce', async () => {
    await using issuer = await proxyTokenEndpoint(stack.outputs);
    const app = createAuth(issuer.outputs);
    const callback = await passSignInPage(app, stack.outputs);
    issuer.faults.push({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"access_token":"of whom?","expires_in":3600,"token_type":"Bearer"}',
    });
    await expect(app.auth.handleRedirect(callback)).rejects.toMatchObject({
      code: 'SIGN_IN_FAILED',
      message: expect.stringContaining('nonce'),
    });
    expect(await app.auth.user()).toBeNull();
  });

  it.each([-2, 2, 24, 9_000])('works with a clock that is off by %i hours', async (hours) => {
    const app = createAuth(stack.outputs, {
      async fetch(url, init) {
        const response = await fetch(url, init);
        // The issuer runs in this process too, so that the time changes only now.
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * hour });
        return response;
      },
    });
    const callback = await passSignInPage(app, stack.outputs);
    expect(await app.auth.handleRedirect(callback)).not.toBeNull();
    const refused = await app.auth.token();
    vi.useRealTimers();
    expect(await app.auth.token({ refused })).not.toBe(refused);
  });

  it('renews a token from the future, after the clock was set back after the sign-in', async () => {
    const storage = createStorage();
    let now = Date.now() + 3 * hour;
    const app = createAuth(stack.outputs, { storage, clock: () => now });
    await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
    const first = await app.auth.token();
    now -= 3 * hour;
    const second = await app.auth.token();
    expect(second).not.toBe(first);
    expect(await app.auth.token()).toBe(second);
    // As it was stored before there was a time to compare with.
    const key = storage.keys().find((each) => !each.endsWith('.sign-in')) ?? '';
    const { askedAt, ...older } = JSON.parse(storage.getItem(key) ?? '');
    expect(askedAt).toBe(now);
    storage.setItem(key, JSON.stringify(older));
    expect(await createAuth(stack.outputs, { storage }).auth.token()).toBe(second);
  });

  it("the error of a declined sign-in has the issuer's reason", async () => {
    const { auth, visited } = createAuth(stack.outputs);
    await auth.signIn();
    const state = new URL(visited[0] ?? '').searchParams.get('state');
    await expect(
      auth.handleRedirect(`http://localhost:3000/callback?error=access_denied&state=${state}`),
    ).rejects.toMatchObject({ code: 'SIGN_IN_FAILED', reason: 'access_denied' });
  });

  it('supports several open sign-in pages', async () => {
    const app = createAuth(stack.outputs);
    const first = await passSignInPage(app, stack.outputs);
    await app.auth.signIn({ returnTo: '/other' });
    expect(await app.auth.handleRedirect(first)).toMatchObject({ returnTo: '/markets' });
  });

  it('starts again if the storage holds an invalid value', async () => {
    const storage = createStorage();
    const app = createAuth(stack.outputs, { storage });
    await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
    for (const key of storage.keys()) storage.setItem(key, '{"half');
    expect(await app.auth.user()).toBeNull();
    expect(isNotSignedInError(await app.auth.token().catch((thrown) => thrown))).toBe(true);
  });
});

describe('signing out', () => {
  it("removes and revokes the tokens and navigates to Cognito's logout page", async () => {
    const storage = createStorage();
    const app = createAuth(stack.outputs, { storage });
    await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
    const key = storage.keys().find((each) => !each.endsWith('.sign-in')) ?? '';
    const kept = storage.getItem(key) ?? '';
    await app.auth.signOut();
    expect(await app.auth.user()).toBeNull();
    const page = new URL(app.visited.at(-1) ?? '');
    expect(page.origin + page.pathname).toBe(stack.outputs.logoutUrl);
    expect(Object.fromEntries(page.searchParams)).toEqual({
      client_id: stack.outputs.b2cClientId,
      logout_uri: stack.outputs.logoutUrls[0],
    });
    const answer = await fetch(page, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(stack.outputs.logoutUrls[0]);

    // Whoever copied the refresh token cannot use it any more.
    storage.setItem(key, kept);
    const thief = createAuth(stack.outputs, { storage, clock: () => Date.now() + hour });
    const error = await thief.auth.token().catch((thrown) => thrown);
    expect(isNotSignedInError(error)).toBe(true);
  });

  it('revokes with the given fetch', async () => {
    const urls: string[] = [];
    const app = createAuth(stack.outputs, {
      fetch(url, init) {
        urls.push(url);
        return fetch(url, init);
      },
    });
    await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
    await app.auth.signOut();
    const { tokenUrl } = stack.outputs;
    expect(urls).toEqual([tokenUrl, tokenUrl.replace(/token$/, 'revoke')]);
  });

  it('works if the issuer does not answer: only the logout page ends the session there', async () => {
    await using issuer = await proxyTokenEndpoint(stack.outputs);
    const app = createAuth(issuer.outputs);
    await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
    issuer.faults.push('drop-request');
    await app.auth.signOut({ logoutUri: 'http://localhost:5173/' });
    expect(await app.auth.user()).toBeNull();
    expect(app.visited.at(-1)).toContain('logout_uri=http%3A%2F%2Flocalhost%3A5173%2F');
  });
});
