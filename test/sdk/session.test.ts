import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type AuthorizationCode,
  type AuthorizationCodeOptions,
  createB2cClient,
  type SessionChange,
} from '../../sdk/src/index.ts';
import { tokenLifetimes } from '../../server/deployment/user-pool-settings.ts';
import { useStack } from '../use-stack.ts';
import { createAuth, passSignInPage } from './sign-in-browser.ts';
import { createStorage } from './storage.ts';

const hour = 3_600_000;

const stack = useStack();
afterEach(() => void vi.unstubAllGlobals());

describe('the changes of a session', () => {
  it('are told in this tab: signed in, renewed, signed out', async () => {
    let now = Date.now();
    const app = createAuth(stack.outputs, { clock: () => now });
    const { changes, stop } = listen(app.auth);
    await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
    const user = await app.auth.user();
    expect(user).toMatchObject({ email: 'demo@example.com' });
    expect(changes).toEqual([{ type: 'signedIn', user }]);
    await app.auth.token();
    now += hour;
    await app.auth.token();
    await app.auth.token();
    expect(changes.slice(1)).toEqual([{ type: 'renewed', user }]);
    await app.auth.signOut();
    expect(changes.slice(2)).toEqual([{ type: 'signedOut', user: null }]);
    stop();
    await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
    expect(changes).toHaveLength(3);
  });

  it('are told at once in tabs that share localStorage', async () => {
    const { tab, otherTab, storage } = createTabs();
    await otherTab.auth.user();
    const { changes } = listen(otherTab.auth);
    await tab.auth.handleRedirect(await passSignInPage(tab, stack.outputs));
    await storage.dispatch();
    const user = await tab.auth.user();
    expect(changes).toEqual([{ type: 'signedIn', user }]);
    await storage.dispatch();
    await tab.auth.signOut();
    await storage.dispatch();
    expect(changes.slice(1)).toEqual([{ type: 'signedOut', user: null }]);
  });

  it('are told in other tabs at their next call if there are no events', async () => {
    const { tab, otherTab } = createTabs();
    const { changes } = listen(otherTab.auth);
    await tab.auth.handleRedirect(await passSignInPage(tab, stack.outputs));
    expect(changes).toEqual([]);
    await otherTab.auth.token();
    expect(changes).toMatchObject([{ type: 'signedIn', user: { email: 'demo@example.com' } }]);
  });

  it('tell a sign-in that ended from a sign-out, also in other tabs', async () => {
    let now = Date.now();
    const { tab, otherTab, storage } = createTabs({ clock: () => now });
    const here = listen(tab.auth);
    const there = listen(otherTab.auth);
    await tab.auth.handleRedirect(await passSignInPage(tab, stack.outputs));
    await storage.dispatch();
    now += tokenLifetimes.refreshTokenDays * 24 * hour;
    const key = storage.keys().find((each) => !each.endsWith('.sign-in')) ?? '';
    const session = JSON.parse(storage.getItem(key) ?? '');
    storage.setItem(key, JSON.stringify({ ...session, refreshToken: 'ended' }));
    await expect(tab.auth.token()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    await storage.dispatch();
    for (const { changes } of [here, there]) {
      expect(changes.slice(1)).toEqual([{ type: 'ended', user: null }]);
    }
    expect(await otherTab.auth.user()).toBeNull();
    expect(storage.getItem(key)).not.toContain('Token');
    await tab.auth.handleRedirect(await passSignInPage(tab, stack.outputs));
    expect(here.changes.slice(2)).toMatchObject([{ type: 'signedIn' }]);
  });

  it('are not the sign-in that a tab finds when it starts', async () => {
    const { tab, otherTab } = createTabs();
    await tab.auth.handleRedirect(await passSignInPage(tab, stack.outputs));
    const { changes } = listen(otherTab.auth);
    await otherTab.auth.token();
    expect(await otherTab.auth.user()).not.toBeNull();
    expect(changes).toEqual([]);
  });
});

it('signing out in one tab is seen by the others at their next call', async () => {
  const { tab, otherTab } = createTabs();
  await tab.auth.handleRedirect(await passSignInPage(tab, stack.outputs));
  const client = createB2cClient({ url: stack.outputs.apiUrl, token: otherTab.auth.token });
  expect(await client.markets.list()).toEqual({ items: [] });
  await tab.auth.signOut();
  await expect(client.markets.list()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  expect(await otherTab.auth.user()).toBeNull();
});

it('the user says when the sign-in ends, which a renewal does not change', async () => {
  let now = Date.now();
  const app = createAuth(stack.outputs, { clock: () => now });
  const signedIn = await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const endsAt = now + tokenLifetimes.refreshTokenDays * 24 * hour;
  expect(signedIn?.user.endsAt).toBe(endsAt);
  const first = await app.auth.token();
  now += hour;
  expect(await app.auth.token()).not.toBe(first);
  expect(await app.auth.user()).toMatchObject({ endsAt });
});

it('signing out offline ends the sign-in here, and says that the sign-in page does not know it', async () => {
  const app = createAuth(stack.outputs, {
    async fetch(url, init) {
      if (navigator.onLine === false) throw new TypeError('Failed to fetch');
      return fetch(url, init);
    },
  });
  await app.auth.handleRedirect(await passSignInPage(app, stack.outputs));
  const { changes } = listen(app.auth);
  await app.auth.user();
  const visits = app.visited.length;
  vi.stubGlobal('navigator', { onLine: false });
  await expect(app.auth.signOut()).rejects.toMatchObject({ code: 'NETWORK', cause: 'offline' });
  expect(changes).toEqual([{ type: 'signedOut', user: null }]);
  expect(await app.auth.user()).toBeNull();
  expect(app.visited).toHaveLength(visits);

  vi.stubGlobal('navigator', { onLine: true });
  await app.auth.signOut();
  expect(app.visited.at(-1)).toContain(stack.outputs.logoutUrl);
});

function listen(auth: AuthorizationCode) {
  const changes: SessionChange[] = [];
  const stop = auth.onChange((change) => changes.push(change));
  return { changes, stop };
}

/** Two tabs of a browser. A test dispatches the `storage` events itself. */
function createTabs(options: Partial<AuthorizationCodeOptions> = {}) {
  const window = new EventTarget();
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  const storage = {
    ...createStorage(),
    async dispatch() {
      window.dispatchEvent(new Event('storage'));
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
  return {
    storage,
    tab: createAuth(stack.outputs, { storage, ...options }),
    otherTab: createAuth(stack.outputs, { storage, ...options }),
  };
}
