import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBrowser } from '../../../local/sign-in/browser.ts';
import { sendHead } from '../gateway/fixture.ts';
import { authorizeUrl } from './requests.ts';
import { ada, redirectUri, type Started, startIssuerWithAda } from './start-issuer.ts';

let started: Started;

beforeAll(async () => {
  started = await startIssuerWithAda();
});
afterAll(() => started[Symbol.asyncDispose]());

const get = (url: string) => fetch(url, { redirect: 'manual' });

describe('the pages', () => {
  it('carry strict headers', async () => {
    const { response } = await createBrowser(redirectUri).open(authorizeUrl(started));
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self' http:\/\/localhost:5173; frame-ancestors 'none'; base-uri 'none'$/,
    );
  });

  it('escape every value that they show and return state unchanged', async () => {
    const hostile = `"><script>alert('x')</script>&\u2028`;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(hostile, '<img src=x>', "'onload='x"),
        fc.string(),
        async (prefix, rest) => {
          const state = `${prefix}${rest}`;
          const browser = createBrowser(redirectUri);
          const page = await browser.open(authorizeUrl(started, { state, nonce: state }));
          expect(page.html).not.toContain(prefix);
          expect(page.html).toContain('Applicants &lt;app&gt;');
          const wrong = { username: state, password: state, _csrf: 'wrong' };
          await expect(browser.submit(page, wrong)).rejects.toThrow(/^403/);
          const { callback } = await browser.submit(page, {
            username: ada.email,
            password: ada.password,
          });
          expect(callback?.searchParams.get('state')).toBe(
            new URLSearchParams({ state }).get('state'),
          );
        },
      ),
      { numRuns: 8 },
    );
    const confirm = new URL(authorizeUrl(started).replace('oauth2/authorize', 'confirm'));
    confirm.searchParams.set('username', hostile);
    expect(await (await get(confirm.href)).text()).not.toContain('<script');
  });

  it('refuse a form without the token of their cookie, or from another site', async () => {
    const page = await createBrowser(redirectUri).open(authorizeUrl(started));
    const token = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const send = (headers: Record<string, string>, csrf: string) =>
      fetch(page.url, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams({ ...ada, username: ada.email, _csrf: csrf }),
      });
    const cookie = `XSRF-TOKEN=${token}`;
    expect((await send({}, token)).status).toBe(403);
    expect((await send({ cookie: 'XSRF-TOKEN=' }, '')).status).toBe(403);
    expect((await send({ cookie }, `${token}x`)).status).toBe(403);
    expect((await send({ cookie, 'sec-fetch-site': 'same-site' }, token)).status).toBe(403);
    expect((await send({ cookie, 'sec-fetch-site': 'same-origin' }, token)).status).toBe(303);
  });

  it.each(['evil.example', '127.0.0.1.nip.io', 'localhost.evil.example'])(
    'refuse requests with the host %s: a name that resolves to this address would share the origin',
    async (name) => {
      const { host, port, pathname } = new URL(authorizeUrl(started));
      const answer = await sendHead(Number(port), `GET ${pathname}`, [], `${name}:${port}`);
      expect(answer).toMatchObject({ status: 421 });
      expect((await sendHead(Number(port), `GET ${pathname}`, [], host)).status).toBe(400);
      expect(
        (await sendHead(Number(port), `GET ${pathname}`, [], `localhost:${port}`)).status,
      ).toBe(400);
    },
  );

  it('answer unknown paths and other pools with a page', async () => {
    for (const path of [
      '/',
      '/local_people/',
      '/unknown/login',
      '/local_people/oauth2/Authorize',
    ]) {
      const response = await get(`${started.origin}${path}`);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    const elsewhere = authorizeUrl(started).replace('local_people', 'local_cities');
    expect((await get(elsewhere)).status).toBe(400);
  });
});
