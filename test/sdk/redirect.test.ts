import { afterEach, expect, it, vi } from 'vitest';
import { useStack } from '../use-stack.ts';
import { proxyTokenEndpoint } from './faulty-proxy.ts';
import { createAuth, passSignInPage } from './sign-in-browser.ts';
import { createStorage } from './storage.ts';

const stack = useStack();
afterEach(() => void vi.unstubAllGlobals());

it('ignores a page that is not the answer to a sign-in', async () => {
  const { auth } = createAuth(stack.outputs);
  expect(await auth.handleRedirect('http://localhost:3000/callback')).toBeNull();
  expect(await auth.handleRedirect('http://localhost:3000/?state=mine&page=2')).toBeNull();
});

it.each([
  'http://localhost:3000/connect/github?code=theirs&state=theirs',
  'http://localhost:3000/callback/github?code=theirs&state=theirs',
  'http://localhost:3001/callback?code=theirs&state=theirs',
  'http://localhost:3000/?error=access_denied&state=theirs',
])('ignores the answer of another flow at another page: %s', async (url) => {
  const { auth } = createAuth(stack.outputs);
  const page = stubPage(url);
  expect(await auth.handleRedirect()).toBeNull();
  expect(page.href).toBe(url);
});

it('recognises its own page with other parameters in the address', async () => {
  const app = createAuth(stack.outputs);
  const callback = await passSignInPage(app, stack.outputs);
  const page = stubPage(`${callback}&utm_source=mail#top`);
  expect(await app.auth.handleRedirect()).not.toBeNull();
  expect(page.href).toBe(`${stack.outputs.callbackUrls[0]}?utm_source=mail#top`);
});

it('recognises its own answer if the host adds a slash to the path, and does not loop', async () => {
  const app = createAuth(stack.outputs);
  const callback = await passSignInPage(app, stack.outputs);
  const page = stubPage(callback.replace('/callback?', '/callback/?'));
  const [one, two] = await Promise.all([app.auth.handleRedirect(), app.auth.handleRedirect()]);
  expect(one).toMatchObject({ returnTo: '/markets' });
  expect(two).toBe(one);
  expect(page.href).toBe(`${stack.outputs.callbackUrls[0]}/`);
  expect(await app.auth.user()).not.toBeNull();
});

it('gives two calls for one redirect the same result', async () => {
  const app = createAuth(stack.outputs);
  const callback = await passSignInPage(app, stack.outputs);
  const [one, two] = await Promise.all([
    app.auth.handleRedirect(callback),
    app.auth.handleRedirect(callback),
  ]);
  expect(one).toBe(two);
  expect(one).not.toBeNull();
});

it('shares the result with a call that finds the address clean already', async () => {
  const app = createAuth(stack.outputs);
  const callback = await passSignInPage(app, stack.outputs);
  const page = stubPage(callback);
  const calls = [app.auth.handleRedirect(), app.auth.handleRedirect()];
  expect(page.href).toBe(stack.outputs.callbackUrls[0]);
  const [one, two] = await Promise.all(calls);
  expect(one).toMatchObject({ returnTo: '/markets' });
  expect(two).toBe(one);
  // Afterwards it is a page like any other.
  expect(await app.auth.handleRedirect()).toBeNull();
});

it('shares a failure in the same way', async () => {
  const app = createAuth(stack.outputs);
  const state = new URL(await passSignInPage(app, stack.outputs)).searchParams.get('state');
  stubPage(`${stack.outputs.callbackUrls[0]}?code=unknown&state=${state}`);
  const results = await Promise.allSettled([app.auth.handleRedirect(), app.auth.handleRedirect()]);
  expect(results).toMatchObject(Array(2).fill({ reason: { reason: 'invalid_grant' } }));
  expect(await app.auth.handleRedirect()).toBeNull();
});

it('accepts an answer once, also after a reload of the page', async () => {
  await using issuer = await proxyTokenEndpoint(stack.outputs);
  const storage = createStorage();
  const app = createAuth(issuer.outputs, { storage });
  const callback = await passSignInPage(app, stack.outputs);
  await app.auth.handleRedirect(callback);
  const reloaded = createAuth(issuer.outputs, { storage });
  await expect(reloaded.auth.handleRedirect(callback)).rejects.toMatchObject({
    code: 'SIGN_IN_FAILED',
    message: expect.stringContaining('answers no sign-in'),
  });
  expect(issuer.seen).toHaveLength(1);
  expect(await reloaded.auth.user()).not.toBeNull();
});

/** As much of a page as is looked at: its address, which a script may change. */
function stubPage(href: string): { href: string } {
  const page = { href };
  vi.stubGlobal('location', page);
  vi.stubGlobal('history', {
    state: null,
    replaceState(_state: unknown, _unused: string, url: string | URL) {
      page.href = `${url}`;
    },
  });
  return page;
}
