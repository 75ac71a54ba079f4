import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { createBrowser } from '../../local/sign-in/browser.ts';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { createSubmission } from './markets.ts';

/** What a browser sees of a backend for a frontend. */
export const origin = 'http://localhost:3000';

export type Env = { STACK_OUTPUTS: string; REDIRECT_URI: string; COOKIE_SECRET: string };

export type Backend = (request: Request, env: Env) => Promise<Response>;

export type BackendPage = {
  send(
    method: string,
    path: string,
    body?: object | string,
    headers?: Record<string, string>,
  ): Promise<Response>;
  signIn(): Promise<void>;
  cookies(): string;
};

/** A browser's page with its cookies, in front of a backend with a secret of its own. */
export function openPage(
  backend: Backend,
  outputs: Outputs,
  secret = randomBytes(32).toString('base64url'),
): BackendPage {
  const jar = new Map<string, string>();
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

  async function send(
    method: string,
    path: string,
    body?: object | string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const request = new Request(`${origin}${path}`, {
      method,
      headers: { cookie: cookies(), origin, ...headers },
      ...(body && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await backend(request, {
      STACK_OUTPUTS: JSON.stringify(outputs),
      REDIRECT_URI: `${origin}/callback`,
      COOKIE_SECRET: secret,
    });
    for (const cookie of response.headers.getSetCookie()) {
      expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      expect(Buffer.byteLength(cookie)).toBeLessThan(4_096);
      const [, name = '', value = '', age] = /^([^=]+)=([^;]*); Max-Age=(\d+)/.exec(cookie) ?? [];
      if (age === '0') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  async function signIn(): Promise<void> {
    const begun = await send('GET', '/api/sign-in');
    const browser = createBrowser(`${origin}/callback`);
    const form = await browser.open(begun.headers.get('location') ?? '');
    const { callback } = await browser.submit(form, {
      username: 'demo@example.com',
      password: 'Christmas-Market-2026',
    });
    const { pathname, search } = new URL(callback ?? '');
    const finished = await send('GET', pathname + search);
    expect(finished.headers.get('location')).toBe(`${origin}/`);
  }

  return { send, signIn, cookies };
}

/** Sign-in, submission, list, refusal and sign-out. The page never sees a token. */
export async function passWholeFlow(page: BackendPage, outputs: Outputs): Promise<void> {
  expect((await page.send('GET', '/api/markets')).status).toBe(401);
  await page.signIn();
  const submitted = await page.send('POST', '/api/markets', createSubmission('Backend'));
  expect(submitted.status).toBe(201);
  const market: object = await submitted.json();
  const listed = await (await page.send('GET', '/api/markets')).json();
  // Newest first: another backend may have submitted one for the same person.
  expect(listed.items[0]).toEqual(market);
  const invalid = await page.send('POST', '/api/markets', {
    ...createSubmission(),
    city: 'Atlantis',
  });
  expect(invalid.status).toBe(400);
  expect(await invalid.json()).toMatchObject({
    code: 'UNKNOWN_CITY',
    issues: [{ path: 'city' }],
  });
  // A JWT in plain text begins so.
  expect(page.cookies()).not.toContain('eyJraWQi');
  expect(page.cookies()).not.toContain('@');

  const signedOut = await page.send('POST', '/api/sign-out');
  expect(signedOut.headers.get('location')).toContain(outputs.logoutUrl);
  expect(page.cookies()).toBe('');
  expect((await page.send('GET', '/api/markets')).status).toBe(401);
}
