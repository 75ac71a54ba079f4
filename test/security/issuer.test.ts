import crypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createBrowser } from '../../local/sign-in/browser.ts';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { toRecord } from '../api-client.ts';
import { useStack } from '../use-stack.ts';

const stack = useStack();
let outputs: Outputs;
const ada = { email: 'ada@example.com', password: 'Mulled-Wine-2026' };

beforeAll(async () => {
  outputs = stack.outputs;
  await stack.applicant('ada');
});

const codeVerifier = 'v'.repeat(64);
const codeChallenge = crypto.createHash('sha256').update(codeVerifier).digest('base64url');
const redirectUri = () => outputs.callbackUrls[0] ?? '';

function authorizeUrl(changes: Record<string, string> = {}): string {
  return `${outputs.authorizeUrl}?${new URLSearchParams({
    response_type: 'code',
    client_id: outputs.b2cClientId,
    redirect_uri: redirectUri(),
    state: 'state',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...changes,
  })}`;
}

const get = (url: string) => fetch(url, { redirect: 'manual' });

async function getCallback(changes: Record<string, string> = {}): Promise<URL> {
  const browser = createBrowser(redirectUri());
  const page = await browser.open(authorizeUrl(changes));
  const { callback } = await browser.submit(page, { username: ada.email, password: ada.password });
  if (!callback) throw new Error('not called back');
  return callback;
}

async function exchange(code: string, changes: Record<string, string> = {}) {
  const response = await fetch(outputs.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: outputs.b2cClientId,
      redirect_uri: redirectUri(),
      code,
      code_verifier: codeVerifier,
      ...changes,
    }),
  });
  return { status: response.status, answer: toRecord(await response.json()) };
}

async function askAsMachine(clientId: string, secret: string) {
  const response = await fetch(outputs.b2bTokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return { status: response.status, answer: toRecord(await response.json()) };
}

/** The sign-ins that have a refresh token. */
async function storedSignIns(): Promise<unknown> {
  const poolId = new URL(outputs.issuer).pathname.slice(1);
  const path = `${dirname(stack.outputsFile)}/issuer/${poolId}.refresh-tokens.json`;
  return JSON.parse(await readFile(path, 'utf8'));
}

/** Posts a form like a browser on that page, with the token of the form. */
const post = (url: string, fields: Record<string, string>) =>
  fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: 'XSRF-TOKEN=known' },
    body: new URLSearchParams({ ...fields, _csrf: 'known' }),
  });

const pages = ['login', 'signup', 'confirm'];
const pageUrl = (page: string, changes: Record<string, string> = {}) =>
  authorizeUrl(changes).replace('/oauth2/authorize', `/${page}`);

describe('36: the issuer', () => {
  it.each([
    'https://evil.example/callback',
    'http://localhost:3000/callback/',
    'http://localhost:3000/callback?x=1',
    'http://localhost:3000/callback/../evil',
    'http://localhost:3000.evil.example/callback',
    'http://localhost:3000@evil.example/callback',
    'http://localhost:3001/callback',
    'HTTP://LOCALHOST:3000/CALLBACK',
    'javascript:alert(1)',
    '',
  ])('shows an error page for the redirect_uri %j and does not redirect', async (uri) => {
    const response = await get(authorizeUrl({ redirect_uri: uri }));
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await response.text()).not.toContain('evil');
  });

  it.each([...pages, 'resendcode'])(
    'does not redirect to an unregistered redirect_uri, and sends no code, from its page %s',
    async (page) => {
      const url = pageUrl(page, { redirect_uri: 'https://evil.example/callback' });
      const password = { username: ada.email, password: ada.password };
      for (const response of [
        ...(page === 'resendcode' ? [] : [await get(url)]),
        await post(url, { ...password, code: '000000' }),
      ]) {
        expect([response.status, response.headers.get('location')]).toEqual([400, null]);
        expect(response.headers.get('content-security-policy')).not.toContain('evil');
        expect(response.headers.getSetCookie().join()).not.toContain('cognito=');
        expect(await response.text()).not.toContain('evil');
      }
    },
  );

  it('redirects a signed-in user to a registered redirect_uri from its page login', async () => {
    const response = await post(pageUrl('login'), {
      username: ada.email,
      password: ada.password,
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toMatch(/^http:\/\/localhost:3000\/callback\?code=/);
  });

  it.each([
    'https://evil.example/',
    'http://localhost:3000',
    'http://localhost:3000/x',
    '//evil.example',
    'javascript:alert(1)',
    '',
  ])('shows an error page for the logout_uri %j and does not redirect', async (uri) => {
    const query = new URLSearchParams({ client_id: outputs.b2cClientId, logout_uri: uri });
    const response = await get(`${outputs.logoutUrl}?${query}`);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(await response.text()).not.toContain('evil');
  });

  it('redirects to each registered logout_uri', async () => {
    for (const uri of outputs.logoutUrls) {
      const query = new URLSearchParams({ client_id: outputs.b2cClientId, logout_uri: uri });
      expect((await get(`${outputs.logoutUrl}?${query}`)).headers.get('location')).toBe(uri);
    }
  });

  it('accepts a code once, and a second use revokes the tokens of the first', async () => {
    const code = (await getCallback()).searchParams.get('code') ?? '';
    const first = await exchange(code);
    expect(first.status).toBe(200);
    expect(await exchange(code)).toEqual({ status: 400, answer: { error: 'invalid_grant' } });
    const refreshed = await exchange('', {
      grant_type: 'refresh_token',
      refresh_token: String(first.answer.refresh_token),
    });
    expect(refreshed).toEqual({ status: 400, answer: { error: 'invalid_grant' } });
  });

  it.each<[string, Record<string, string>, string]>([
    ['a wrong verifier', { code_verifier: 'w'.repeat(64) }, 'invalid_grant'],
    ['the challenge as the verifier', { code_verifier: codeChallenge }, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 'invalid_request'],
    [
      'another redirect_uri',
      { redirect_uri: 'http://localhost:5173/callback' },
      'unauthorized_client',
    ],
    ['another client', { client_id: 'somebody' }, 'invalid_client'],
  ])('refuses a code with %s', async (_title, changes, error) => {
    const code = (await getCallback()).searchParams.get('code') ?? '';
    const before = await storedSignIns();
    expect(await exchange(code, changes)).toEqual({ status: 400, answer: { error } });
    expect(await storedSignIns()).toEqual(before);
  });

  it.each<[string, Record<string, string>]>([
    ['no challenge', { code_challenge: '' }],
    ['the plain method', { code_challenge_method: 'plain' }],
    ['the implicit flow', { response_type: 'token' }],
    ['the hybrid flow', { response_type: 'code id_token' }],
  ])('issues no code for %s', async (_title, changes) => {
    const response = await get(authorizeUrl(changes));
    const location = response.headers.get('location') ?? '';
    expect(location).toMatch(/^http:\/\/localhost:3000\/callback\?.*error=/);
    expect(location).not.toMatch(/[?&]code=|token=/);
  });

  const hostile = `"><script>alert('x')</script>&'\u2028<!--`;

  it('returns state unchanged and escapes every value that it echoes', async () => {
    const callback = await getCallback({ state: hostile });
    expect(callback.searchParams.get('state')).toBe(hostile);
    for (const url of [
      authorizeUrl({ state: hostile, nonce: hostile }),
      authorizeUrl({ client_id: hostile }),
      authorizeUrl({ redirect_uri: hostile }),
      `${authorizeUrl({ state: hostile }).replace('/oauth2/authorize', '/login')}&username=${encodeURIComponent(hostile)}`,
      `${authorizeUrl().replace('/oauth2/authorize', '/confirm')}&username=${encodeURIComponent(hostile)}`,
      pageUrl('signup', { state: hostile, nonce: hostile }),
      `${outputs.logoutUrl}?client_id=${encodeURIComponent(hostile)}&logout_uri=x`,
    ]) {
      const response = await fetch(url);
      const html = await response.text();
      expect(html).not.toContain('<script>');
      // The value cannot end an attribute either.
      expect(html).not.toContain('">&lt;script');
      expect(html).not.toContain(`alert('x')`);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it.each(pages)('escapes a hostile email address at %s', async (page) => {
    const response = await post(pageUrl(page), { username: hostile, password: 'x', code: 'x' });
    expect(response.status).toBe(400);
    const html = await response.text();
    expect(html).toContain(
      'value="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&#39;',
    );
    expect(html).not.toContain('<script>');
  });

  it('gives the same error for every wrong secret, and compares digests in constant time', async () => {
    const hall = outputs.cityHalls[0];
    const { clientId = '', clientSecret = '' } = hall ?? {};
    const wrong = [
      '',
      'x',
      clientSecret.slice(0, -1),
      `${clientSecret}x`,
      clientSecret.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      clientSecret.toUpperCase(),
      outputs.cityHalls[1]?.clientSecret ?? '',
    ];
    const compare = vi.spyOn(crypto, 'timingSafeEqual');
    onTestFinished(() => {
      compare.mockRestore();
      syncBuiltinESMExports();
    });
    // Modules that have imported it get the spy, which calls the original.
    syncBuiltinESMExports();
    for (const secret of wrong) {
      compare.mockClear();
      const { status, answer } = await askAsMachine(clientId, secret);
      expect([status, answer]).toEqual([400, { error: 'invalid_client' }]);
      if (secret === '') continue;
      const compared = compare.mock.calls.map(([a, b]) => [a.byteLength, b.byteLength]);
      expect(compared).toContainEqual([32, 32]);
    }
    expect(await askAsMachine('somebody', clientSecret)).toMatchObject({
      answer: { error: 'invalid_client' },
    });
    expect((await askAsMachine(clientId, clientSecret)).status).toBe(200);
  });
});
