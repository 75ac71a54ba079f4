import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBrowser } from '../../../local/sign-in/browser.ts';
import { authorizeUrl, codeVerifier } from './requests.ts';
import {
  ada,
  app,
  cityHall,
  redirectUri,
  type Started,
  startIssuerWithAda,
} from './start-issuer.ts';

let started: Started;

beforeAll(async () => {
  started = await startIssuerWithAda();
});
afterAll(() => started[Symbol.asyncDispose]());

const get = (url: string) => fetch(url, { redirect: 'manual' });

describe('authorize shows an error page, and does not redirect, for', () => {
  it.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['no client', { client_id: undefined }],
    ['a machine client', { client_id: cityHall.clientId }],
    ['no redirect_uri', { redirect_uri: undefined }],
    ['an unregistered redirect_uri', { redirect_uri: 'https://evil.example/' }],
    ['a longer redirect_uri', { redirect_uri: `${redirectUri}/more` }],
    ['a redirect_uri with a query', { redirect_uri: `${redirectUri}?a=b` }],
    ['a redirect_uri in other case', { redirect_uri: redirectUri.toUpperCase() }],
    [
      'a redirect_uri with user info',
      { redirect_uri: 'http://localhost:5173@evil.example/callback' },
    ],
  ])('%s', async (_case, changes) => {
    for (const path of [started.endpoints.authorize, started.endpoints.login]) {
      const url = authorizeUrl(started, changes).replace(started.endpoints.authorize, path);
      const response = await get(url);
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
      expect(await response.text()).not.toContain('evil.example');
    }
  });

  it('a client_id or redirect_uri given twice', async () => {
    for (const name of ['client_id', 'redirect_uri']) {
      const url = new URL(authorizeUrl(started));
      url.searchParams.append(name, url.searchParams.get(name) ?? '');
      const response = await get(url.href);
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    }
  });
});

describe('authorize tells the client about', () => {
  it.each([
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['no code_challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a short code_challenge', { code_challenge: 'abc' }, 'invalid_request'],
    [
      'the plain method',
      { code_challenge: codeVerifier, code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['no code_challenge_method', { code_challenge_method: undefined }, 'invalid_request'],
    ['a foreign scope', { scope: 'openid City/cluj-napoca' }, 'invalid_scope'],
    ['email without openid', { scope: 'email' }, 'invalid_scope'],
    ['a scope in other case', { scope: 'OPENID' }, 'invalid_scope'],
    ['no session at prompt=none', { prompt: 'none' }, 'login_required'],
  ])('%s', async (_case, changes, error) => {
    const response = await get(authorizeUrl(started, changes));
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(redirectUri);
    expect(Object.fromEntries(location.searchParams)).toEqual({ error, state: 'st&te' });
  });

  it('a parameter given twice', async () => {
    for (const name of ['nonce', 'prompt', 'login_hint']) {
      const response = await get(`${authorizeUrl(started)}&${name}=a&${name}=b`);
      expect(response.headers.get('location')).toContain('error=invalid_request');
    }
  });
});

describe('the session', () => {
  it('signs in again without the page, unless prompt=login or after sign-out', async () => {
    const browser = createBrowser(redirectUri);
    const page = await browser.open(authorizeUrl(started));
    await browser.submit(page, { username: ada.email, password: ada.password });

    const { callback } = await browser.open(authorizeUrl(started, { state: undefined }));
    expect([...(callback?.searchParams.keys() ?? [])]).toEqual(['code']);
    const forced = await browser.open(authorizeUrl(started, { prompt: 'login' }));
    expect(forced.html).toContain('name="password"');

    const signedOut = new URLSearchParams({
      client_id: app.clientId,
      logout_uri: 'http://localhost:5173/',
    });
    await createBrowser('http://localhost:5173/').open(`${started.endpoints.logout}?${signedOut}`);
    expect((await browser.open(authorizeUrl(started))).callback).toBeDefined();
    await browser.open(
      `${started.endpoints.logout}?${new URL(authorizeUrl(started)).searchParams}`,
    );
    expect((await browser.open(authorizeUrl(started))).callback).toBeUndefined();
  });

  it('is stored in an HttpOnly cookie of this pool', async () => {
    const browser = createBrowser(redirectUri);
    const page = await browser.open(authorizeUrl(started));
    const { response } = await browser.submit(page, {
      username: ada.email,
      password: ada.password,
    });
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^cognito=[\w-]{43}; Max-Age=3600; Path=\/local_people; HttpOnly; SameSite=Lax$/,
      ),
    ]);
  });

  it('supports a callback of an app with its own scheme', async () => {
    const browser = createBrowser('myapp://signed-in');
    const page = await browser.open(authorizeUrl(started, { redirect_uri: 'myapp://signed-in' }));
    expect(page.response.headers.get('content-security-policy')).toContain(
      "form-action 'self' myapp:;",
    );
    const { callback } = await browser.submit(page, {
      username: ada.email,
      password: ada.password,
    });
    expect(callback?.href).toMatch(/^myapp:\/\/signed-in\?code=/);
  });
});

describe('logout', () => {
  it('redirects to a registered logout_uri', async () => {
    const query = new URLSearchParams({
      client_id: app.clientId,
      logout_uri: 'http://localhost:5173/',
    });
    const response = await get(`${started.endpoints.logout}?${query}`);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('http://localhost:5173/');
  });

  it.each<[string, Record<string, string>]>([
    ['no client', { logout_uri: 'http://localhost:5173/' }],
    ['an unknown client', { client_id: 'nobody', logout_uri: 'http://localhost:5173/' }],
    ['no target', { client_id: app.clientId }],
    [
      'an unregistered logout_uri',
      { client_id: app.clientId, logout_uri: 'https://evil.example/' },
    ],
    [
      'a logout_uri that is only a callback URL',
      { client_id: app.clientId, logout_uri: redirectUri },
    ],
    ['redirect_uri without response_type', { client_id: app.clientId, redirect_uri: redirectUri }],
    [
      'an unregistered redirect_uri',
      { client_id: app.clientId, redirect_uri: 'https://evil.example/', response_type: 'code' },
    ],
  ])('shows an error page for %s', async (_case, query) => {
    const response = await get(`${started.endpoints.logout}?${new URLSearchParams(query)}`);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});
