import { afterEach, describe, expect, it, vi } from 'vitest';
import { useStack } from '../use-stack.ts';
import { GET, POST, worker } from './backend.ts';
import { type Backend, type Env, openPage, origin, passWholeFlow } from './backend-page.ts';
import { createSubmission } from './markets.ts';

const stack = useStack();
afterEach(() => void vi.unstubAllEnvs());

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
    await passWholeFlow(openPage(backend, stack.outputs), stack.outputs);
  });

  it('a sign-in that fails, a body that is no JSON and an API that does not answer have a code', async () => {
    const page = openPage(backend, stack.outputs);
    const failed = await page.send('GET', '/callback?code=any&state=of-nobody');
    expect(failed.headers.get('location')).toBe(`${origin}/?error=SIGN_IN_FAILED`);
    await page.signIn();
    const stored = await stack.stored();
    const malformed = await page.send('POST', '/api/markets', '{"marketName":');
    expect([malformed.status, await malformed.json()]).toEqual([
      400,
      { code: 'MALFORMED_REQUEST' },
    ]);
    expect(await stack.stored()).toEqual(stored);

    const cut = openPage(backend, { ...stack.outputs, apiUrl: 'http://127.0.0.1:9' });
    await cut.signIn();
    const unanswered = await cut.send('GET', '/api/markets');
    expect([unanswered.status, await unanswered.json()]).toEqual([502, { code: 'NETWORK' }]);
  });

  it('does not wait for a Web Lock, which would be one for all people of the server', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const name = `christmas-markets.${stack.outputs.b2cClientId}`;
    const holding = navigator.locks.request(name, () => held);
    const started = performance.now();
    await openPage(backend, stack.outputs).signIn();
    expect(performance.now() - started).toBeLessThan(5_000);
    release();
    await holding;
  });

  it('behind a proxy, where the server has another origin, a person signs in', async () => {
    const proxied = (request: Request, env: Env) =>
      backend(new Request(request.url.replace(origin, 'http://10.0.0.1:8080'), request), env);
    const page = openPage(proxied, stack.outputs);
    await page.signIn();
    expect((await page.send('GET', '/api/markets')).status).toBe(200);
  });

  it('refuses a changed cookie, the cookie of another secret, and changes from other sites', async () => {
    const page = openPage(backend, stack.outputs);
    await page.signIn();
    expect((await page.send('GET', '/api/markets')).status).toBe(200);
    const stored = await stack.stored();
    const foreign = { origin: 'https://evil.example.com' };
    const forged = await page.send('POST', '/api/markets', createSubmission('Forged'), foreign);
    expect(forged.status).toBe(403);
    expect(await stack.stored()).toEqual(stored);

    const other = openPage(backend, stack.outputs);
    const cookie = page.cookies();
    expect((await other.send('GET', '/api/markets', undefined, { cookie })).status).toBe(401);
    const changed = cookie.replace(/session\.0=(.{200})./, 'session.0=$1!');
    expect((await page.send('GET', '/api/markets', undefined, { cookie: changed })).status).toBe(
      401,
    );
  });
});
