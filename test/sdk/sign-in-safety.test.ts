import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isNotSignedInError, isSignInError } from '../../sdk/src/index.ts';
import { thorough } from '../thorough.ts';
import { useStack } from '../use-stack.ts';
import { proxyTokenEndpoint } from './faulty-proxy.ts';
import { createAuth, passSignInPage } from './sign-in-browser.ts';
import { createStorage } from './storage.ts';

const hour = 3_600_000;

const stack = useStack();
let page: string;
beforeAll(async () => {
  page = stack.outputs.callbackUrls[0] ?? '';
});
afterEach(() => void vi.unstubAllGlobals());

describe('a foreign answer at the page of the redirect', () => {
  it.each([
    ['has no state', 'code=from-cognito'],
    ['has an error and no state', 'error=unauthorized_client&error_description=No'],
    ['has an unknown state', 'code=x&state=y'],
  ])('%s: it is an error once, and the address is clean', async (_, query) => {
    await using issuer = await proxyTokenEndpoint(stack.outputs);
    const { auth } = createAuth(issuer.outputs);
    const location = stubPage(`${page}?${query}&lang=ro`);
    const error = await auth.handleRedirect().catch((thrown) => thrown);
    expect(isSignInError(error)).toBe(true);
    expect(error.reason).toBe(new URLSearchParams(query).get('error') ?? undefined);
    // What a stranger wrote into a link is not shown.
    expect(error.message).not.toContain('No');
    expect(location.href).toBe(`${page}?lang=ro`);
    expect(await auth.handleRedirect()).toBeNull();
    expect(issuer.seen).toEqual([]);
    expect(await auth.user()).toBeNull();
  });

  it('does not change an existing sign-in: Back, and a second sign-in', async () => {
    const app = createAuth(stack.outputs);
    const callback = await passSignInPage(app, stack.outputs);
    await app.auth.handleRedirect(callback);
    await expect(app.auth.handleRedirect(`${callback}&again=1`)).rejects.toThrow('no sign-in');
    expect(await app.auth.user()).not.toBeNull();
    // The next attempt works.
    expect(await app.auth.handleRedirect(await passSignInPage(app, stack.outputs))).not.toBeNull();
  });
});

it('a refusal of the sign-in page keeps its description and names that page', async () => {
  const { auth, visited } = createAuth(stack.outputs);
  await auth.signIn();
  const state = new URL(visited[0] ?? '').searchParams.get('state');
  const answer = `error=invalid_request&error_description=invalid_scope&state=${state}`;
  await expect(auth.handleRedirect(`${page}?${answer}`)).rejects.toMatchObject({
    reason: 'invalid_request',
    message: `${stack.outputs.authorizeUrl} refused the sign-in: invalid_scope.`,
  });
});

describe('an attempt', () => {
  it.each([
    [59, true],
    [61, false],
    [-61, false],
  ])('that was begun %i minutes ago is accepted: %s', async (minutes, isTaken) => {
    await using issuer = await proxyTokenEndpoint(stack.outputs);
    let now = Date.now();
    const app = createAuth(issuer.outputs, { clock: () => now });
    const callback = await passSignInPage(app, stack.outputs);
    now += minutes * 60_000;
    const result = await app.auth.handleRedirect(callback).catch((thrown) => thrown);
    expect(isSignInError(result)).toBe(!isTaken);
    expect(issuer.seen).toHaveLength(isTaken ? 1 : 0);
  });

  it('is forgotten by signing out', async () => {
    const storage = createStorage();
    const app = createAuth(stack.outputs, { storage });
    const callback = await passSignInPage(app, stack.outputs);
    await app.auth.signOut();
    expect(storage.keys()).toEqual([]);
    await expect(app.auth.handleRedirect(callback)).rejects.toMatchObject({
      code: 'SIGN_IN_FAILED',
    });
    expect(await app.auth.user()).toBeNull();
  });
});

it.each([
  ['/markets?page=2#top', '/markets?page=2#top'],
  ['http://localhost:3000/own', '/own'],
  ['https://evil.example/', undefined],
  ['//evil.example/', undefined],
  ['/\\evil.example', undefined],
  ['/.//evil.example', '/evil.example'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['http://localhost:3001/', undefined],
])('returnTo %s is returned as %s', async (returnTo, expected) => {
  const storage = createStorage();
  const { auth } = createAuth(stack.outputs, { storage });
  await auth.signIn({ returnTo });
  const [attempt] = JSON.parse(storage.getItem(storage.keys()[0] ?? '') ?? '');
  expect(attempt.returnTo).toBe(expected);
});

it('48: a renewal that brings the ID token of another person is refused', async () => {
  let now = Date.now();
  const storage = createStorage();
  const app = createAuth(stack.outputs, {
    storage,
    clock: () => now,
    async fetch(url, init) {
      const response = await fetch(url, init);
      const answer = await response.json();
      const [header, payload, signature] = (answer.id_token ?? '').split('.');
      if (!`${init.body}`.includes('refresh_token')) return Response.json(answer);
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'another' }));
      const id_token = [header, changed.toString('base64url'), signature].join('.');
      return Response.json({ ...answer, id_token, access_token: 'of-another' });
    },
  });
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const own = await app.auth.token();
  const user = await app.auth.user();
  now += 0.8 * hour;
  expect(await app.auth.token()).toBe(own);
  expect(await app.auth.user()).toEqual(user);
  now += hour;
  const error = await app.auth.token().catch((thrown) => thrown);
  expect(isNotSignedInError(error)).toBe(true);
  expect(error.cause.message).toContain('another person');
  // Nothing of the other person was stored.
  expect(storage.keys().map((key) => storage.getItem(key))).not.toContain('of-another');
  expect(await app.auth.user()).toBeNull();
});

describe('a storage that keeps nothing', () => {
  it('makes signIn fail before it navigates, with an error that names the storage', async () => {
    const setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
    const { auth, visited } = createAuth(stack.outputs, {
      storage: { getItem: () => null, setItem, removeItem() {} },
    });
    await expect(auth.signIn()).rejects.toMatchObject({
      code: 'SIGN_IN_FAILED',
      message: expect.stringMatching(/storage .*QuotaExceededError/),
    });
    expect(visited).toEqual([]);
  });

  it.each([
    [
      'blocked',
      {
        get: () => {
          throw new DOMException('Denied', 'SecurityError');
        },
      },
    ],
    ['absent in a WebView', { value: null }],
  ])('because sessionStorage is %s', async (_, descriptor) => {
    Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, ...descriptor });
    try {
      const { auth, visited } = createAuth(stack.outputs);
      expect(await auth.user()).toBeNull();
      await expect(auth.signIn()).rejects.toThrow('sessionStorage is blocked');
      expect(visited).toEqual([]);
    } finally {
      Reflect.deleteProperty(globalThis, 'sessionStorage');
    }
  });
});

describe('a lock that another tab never releases', () => {
  const key = () => `christmas-markets.${stack.outputs.b2cClientId}`;
  beforeEach(() => void stubPage('http://localhost:3000/'));

  // It waits for the time limit of the lock, ten seconds.
  it.runIf(thorough)('delays neither the use of a valid token nor signing out', async () => {
    let now = Date.now();
    const storage = createStorage();
    const app = createAuth(stack.outputs, { storage, clock: () => now });
    await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
    const first = await app.auth.token();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holding = navigator.locks.request(key(), () => held);
    now += 0.8 * hour;
    const started = performance.now();
    expect(await app.auth.token()).toBe(first);
    expect(performance.now() - started).toBeLessThan(5_000);
    // A token that has ended is renewed without the lock, in the end.
    now += hour;
    expect(await app.auth.token()).not.toBe(first);
    await app.auth.signOut();
    expect(await app.auth.user()).toBeNull();
    release();
    await holding;
  });

  it('is not requested if no other tab can read the sign-in', async () => {
    vi.stubGlobal('sessionStorage', createStorage());
    const request = vi.spyOn(navigator.locks, 'request');
    const app = createAuth(stack.outputs);
    await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
    await app.auth.token({ refused: await app.auth.token() });
    expect(request).not.toHaveBeenCalled();
    request.mockRestore();
  });
});

/** As much of a page as is looked at: its address, which a script may change. */
function stubPage(href: string): { href: string } {
  const location = { href };
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', {
    state: null,
    replaceState(_state: unknown, _unused: string, url: string | URL) {
      location.href = `${url}`;
    },
  });
  return location;
}
