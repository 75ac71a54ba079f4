import * as crypto from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBrowser } from '../../server/local/browser.ts';
import type { Outputs } from '../../server/outputs.ts';
import { toRecord } from '../api-client.ts';
import { startTestStack, type TestStack } from '../fixture.ts';

// Spied upon, not replaced: what compares secrets must be seen to be called.
vi.mock(import('node:crypto'), { spy: true });

let stack: TestStack;
let outputs: Outputs;
const ada = { email: 'ada@example.com', password: 'Mulled-Wine-2026' };

beforeAll(async () => {
  stack = await startTestStack();
  outputs = stack.outputs;
  await stack.applicant('ada');
});
afterAll(() => stack[Symbol.asyncDispose]());

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
  ])('shows an error page for the redirect_uri %j, and redirects nowhere', async (uri) => {
    const response = await get(authorizeUrl({ redirect_uri: uri }));
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await response.text()).not.toContain('evil');
  });

  it.each([
    'https://evil.example/',
    'http://localhost:3000',
    'http://localhost:3000/x',
    '//evil.example',
    'javascript:alert(1)',
    '',
  ])('shows an error page for the logout_uri %j, and redirects nowhere', async (uri) => {
    const query = new URLSearchParams({ client_id: outputs.b2cClientId, logout_uri: uri });
    const response = await get(`${outputs.logoutUrl}?${query}`);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(await response.text()).not.toContain('evil');
  });

  it('redirects to the registered ones', async () => {
    for (const uri of outputs.logoutUrls) {
      const query = new URLSearchParams({ client_id: outputs.b2cClientId, logout_uri: uri });
      expect((await get(`${outputs.logoutUrl}?${query}`)).headers.get('location')).toBe(uri);
    }
  });

  it('takes a code once, and what the first use gave ends with the second', async () => {
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
    ['no verifier', { code_verifier: '' }, 'invalid_(grant|request)'],
    ['another redirect_uri', { redirect_uri: 'http://localhost:5173/callback' }, 'invalid_grant'],
    ['another client', { client_id: 'somebody' }, 'invalid_client'],
  ])('takes no code with %s', async (_title, changes, error) => {
    const code = (await getCallback()).searchParams.get('code') ?? '';
    const { status, answer } = await exchange(code, changes);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(answer).toEqual({ error: expect.stringMatching(`^${error}$`) });
  });

  it.each<[string, Record<string, string>]>([
    ['no challenge', { code_challenge: '' }],
    ['the plain method', { code_challenge_method: 'plain' }],
    ['the implicit flow', { response_type: 'token' }],
    ['the hybrid flow', { response_type: 'code id_token' }],
  ])('gives no code for %s', async (_title, changes) => {
    const response = await get(authorizeUrl(changes));
    const location = response.headers.get('location') ?? '';
    expect(location).toMatch(/^http:\/\/localhost:3000\/callback\?.*error=/);
    expect(location).not.toMatch(/[?&]code=|token=/);
  });

  const hostile = `"><script>alert('x')</script>&'\u2028<!--`;

  it('brings state back unchanged and escapes every value that it echoes', async () => {
    const callback = await getCallback({ state: hostile });
    expect(callback.searchParams.get('state')).toBe(hostile);
    for (const url of [
      authorizeUrl({ state: hostile, nonce: hostile }),
      authorizeUrl({ client_id: hostile }),
      authorizeUrl({ redirect_uri: hostile }),
      `${authorizeUrl({ state: hostile }).replace('/oauth2/authorize', '/login')}&username=${encodeURIComponent(hostile)}`,
      `${authorizeUrl().replace('/oauth2/authorize', '/confirm')}&username=${encodeURIComponent(hostile)}`,
      `${outputs.logoutUrl}?client_id=${encodeURIComponent(hostile)}&logout_uri=x`,
    ]) {
      const response = await fetch(url);
      expect(await response.text()).not.toContain('<script>');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it('echoes a hostile email address escaped', async () => {
    const browser = createBrowser(redirectUri());
    const page = await browser.open(authorizeUrl());
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const body = new URLSearchParams({ username: hostile, password: 'x', _csrf: csrf });
    const answer = await browser.open(page.url, { method: 'POST', body });
    expect(answer.response.status).toBe(400);
    expect(answer.html).toContain('&lt;script&gt;');
    expect(answer.html).not.toContain('<script>');
  });

  it('refuses every wrong secret alike, compared as digests in constant time', async () => {
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
    const compare = vi.mocked(crypto.timingSafeEqual);
    for (const secret of wrong) {
      compare.mockClear();
      const { status, answer } = await askAsMachine(clientId, secret);
      expect([status, answer]).toEqual([401, { error: 'invalid_client' }]);
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
