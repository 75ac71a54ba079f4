import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBrowser } from '../../local/sign-in/browser.ts';
import { GET, POST } from '../../sdk/examples/backend/route.ts';
import worker from '../../sdk/examples/backend/worker.ts';
import { useStack } from '../use-stack.ts';
import { createSubmission } from './markets.ts';

const stack = useStack();
afterEach(() => void vi.unstubAllEnvs());

const origin = 'http://localhost:3000';

type Backend = (request: Request, env: Env) => Promise<Response>;
type Env = { STACK_OUTPUTS: string; REDIRECT_URI: string; COOKIE_SECRET: string };

const backends: [string, Backend][] = [
  ['a worker', worker.fetch],
  [
    'a route handler of Next.js',
    (request, env) => {
      for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
      return request.method === 'GET' ? GET(request) : POST(request);
    },
  ],
];

describe.each(backends)('%s', (_, backend) => {
  it('signs a person in, submits and lists, and signs out; the page never sees a token', async () => {
    const page = openPage(backend);
    expect((await page.send('GET', '/api/markets')).status).toBe(401);
    await page.signIn();
    const submitted = await page.send('POST', '/api/markets', createSubmission('Backend'));
    expect(submitted.status).toBe(201);
    const market: object = await submitted.json();
    const listed = await (await page.send('GET', '/api/markets')).json();
    // Newest first: the other backend has submitted one for the same person.
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
    expect(signedOut.headers.get('location')).toContain(stack.outputs.logoutUrl);
    expect(page.cookies()).toBe('');
    expect((await page.send('GET', '/api/markets')).status).toBe(401);
  });

  it('refuses a changed cookie, the cookie of another secret, and changes from other sites', async () => {
    const page = openPage(backend);
    await page.signIn();
    expect((await page.send('GET', '/api/markets')).status).toBe(200);
    const stored = await stack.stored();
    const foreign = { origin: 'https://evil.example.com' };
    const forged = await page.send('POST', '/api/markets', createSubmission('Forged'), foreign);
    expect(forged.status).toBe(403);
    expect(await stack.stored()).toEqual(stored);

    const other = openPage(backend);
    const cookie = page.cookies();
    expect((await other.send('GET', '/api/markets', undefined, { cookie })).status).toBe(401);
    const changed = cookie.replace(/session\.0=(.{200})./, 'session.0=$1!');
    expect((await page.send('GET', '/api/markets', undefined, { cookie: changed })).status).toBe(
      401,
    );
  });
});

/** A browser's page with its cookies, in front of a backend with a secret of its own. */
function openPage(backend: Backend) {
  const jar = new Map<string, string>();
  const secret = randomBytes(32).toString('base64url');
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

  async function send(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const request = new Request(`${origin}${path}`, {
      method,
      headers: { cookie: cookies(), origin, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const response = await backend(request, {
      STACK_OUTPUTS: JSON.stringify(stack.outputs),
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
