import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBrowser, type Page } from '../../../local/sign-in/browser.ts';
import { authorizeUrl } from './requests.ts';
import { ada, createClock, redirectUri, type Started, startIssuerWithAda } from './start-issuer.ts';

let started: Started;
const clock = createClock();

beforeAll(async () => {
  started = await startIssuerWithAda({ clock });
});
afterAll(() => started[Symbol.asyncDispose]());

async function openPage(name: 'login' | 'signUp' | 'confirm') {
  const browser = createBrowser(redirectUri);
  const path = started.endpoints[name];
  const page = await browser.open(authorizeUrl(started).replace(started.endpoints.authorize, path));
  return { ...browser, page };
}

async function signIn(email: string, password: string): Promise<Page> {
  const { submit, page } = await openPage('login');
  return submit(page, { username: email, password });
}

async function signUp(email: string, password: string): Promise<Page> {
  const { submit, page } = await openPage('signUp');
  return submit(page, { username: email, password });
}

async function confirm(email: string, code: string): Promise<Page> {
  const { submit, page } = await openPage('confirm');
  return submit(page, { username: email, code });
}

async function resend(email: string): Promise<Page> {
  const { open, page } = await openPage('confirm');
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
  const url = page.url.replace('/confirm?', '/resendcode?');
  return open(url, { method: 'POST', body: new URLSearchParams({ username: email, _csrf: csrf }) });
}

describe('sign-up', () => {
  it('lists the requirements that the password does not meet', async () => {
    await expect(signUp('new@example.com', 'short')).rejects.toThrow(
      /^400:.*12 characters.*upper case.*digit.*symbol/s,
    );
    await expect(signUp('not an address', ada.password)).rejects.toThrow(/not valid/);
    await expect(signUp('a@b.example\r\nX: y', ada.password)).rejects.toThrow(/not valid/);
    const long = `${'a'.repeat(117)}@example.com`;
    await expect(signUp(long, ada.password)).rejects.toThrow(/not valid/);
    expect(started.announced).toEqual([]);
  });

  it('gives the same answer for a new and for a taken address', async () => {
    const fresh = await signUp('fresh@example.com', 'Gingerbread-Man-1');
    expect(started.lastCode()).toMatch(/^\d{6}$/);
    const taken = await signUp(ada.email, 'Another-Password-1');
    expect(taken.response.status).toBe(fresh.response.status);
    const strip = ({ html }: Page) => html.replace(/value="[^"]*"/g, '');
    expect(strip(taken)).toBe(strip(fresh));
    expect(started.announced.at(-1)).toBe(
      'Somebody signed up as ada@example.com, which already has an account: sign in instead.',
    );
    await expect(signIn(ada.email, 'Another-Password-1')).rejects.toThrow(/^400/);
    expect((await signIn(ada.email, ada.password)).callback).toBeDefined();
  });

  it('sends an unconfirmed person from sign-in to the confirmation, then on to the app', async () => {
    const email = 'waiting@example.com';
    await signUp(email, ada.password);
    const page = await signIn(email, ada.password);
    expect(new URL(page.url).pathname).toBe('/local_people/confirm');
    const confirmed = await confirm(email, started.lastCode());
    expect(confirmed.html).toContain('role="status"');
    expect((await signIn(email, ada.password)).callback).toBeDefined();
    await expect(confirm(email, started.lastCode())).rejects.toThrow(/^400/);
  });

  it('stores every one of parallel sign-ups', async () => {
    const emails = Array.from({ length: 12 }, (_, index) => `person${index}@example.com`);
    await Promise.all(emails.map((email) => signUp(email, `Password-of-${email}-1`)));
    for (const email of emails) {
      const page = await signIn(email, `Password-of-${email}-1`);
      expect(page.html).toContain(`value="${email}"`);
    }
    const twice = await Promise.all([1, 2].map(() => signUp('twice@example.com', ada.password)));
    expect(twice.map(({ response }) => response.status)).toEqual([200, 200]);
  });

  it('does not replace the password of an unconfirmed account', async () => {
    const email = 'first@example.com';
    await signUp(email, ada.password);
    const code = started.lastCode();
    expect((await signUp(email, 'Another-Password-1')).response.status).toBe(200);
    expect(started.announced.at(-1)).toMatch(/already has an account: sign in instead/);
    await confirm(email, code);
    await expect(signIn(email, 'Another-Password-1')).rejects.toThrow(/^400/);
    expect((await signIn(email, ada.password)).callback).toBeDefined();
  });
});

describe('a confirmation code', () => {
  const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

  it('is valid for 24 hours', async () => {
    const email = 'late@example.com';
    await signUp(email, ada.password);
    clock.advance(24 * 3600);
    await expect(confirm(email, started.lastCode())).rejects.toThrow(/^400/);
    await resend(email);
    clock.advance(24 * 3600 - 1);
    await confirm(email, started.lastCode());
  });

  it('allows five guesses, then a new code is required', async () => {
    const email = 'guessed@example.com';
    await signUp(email, ada.password);
    const code = started.lastCode();
    for (let guess = 0; guess < 5; guess += 1) {
      await expect(confirm(email, wrong(code))).rejects.toThrow(/^400/);
    }
    await expect(confirm(email, code)).rejects.toThrow(/^429/);
    clock.advance(3600);
    await expect(confirm(email, code)).rejects.toThrow(/^400/);
    await resend(email);
    await confirm(email, started.lastCode());
  });

  it('is announced for that account only, a limited number of times', async () => {
    const before = started.announced.length;
    const unknown = await resend('nobody@example.com');
    const confirmed = await resend(ada.email);
    expect(unknown.response.status).toBe(200);
    expect(confirmed.response.status).toBe(200);
    expect(started.announced).toHaveLength(before);
    await expect(confirm('nobody@example.com', '123456')).rejects.toThrow(
      /^400: This code is wrong/,
    );
    for (let count = 0; count < 4; count += 1) await resend('nobody@example.com');
    expect((await resend('nobody@example.com')).response.status).toBe(429);
  });
});

describe('guessing passwords', () => {
  const attempt = async (email: string, password: string) => {
    const error = await signIn(email, password).catch((thrown: Error) => thrown.message);
    return typeof error === 'string' ? error : 'signed in';
  };

  it('is slowed down as by Cognito, and reset after 15 minutes without attempts', async () => {
    clock.advance(3600);
    for (let failure = 1; failure <= 5; failure += 1) {
      expect(await attempt(ada.email, 'wrong')).toMatch(
        /^400: Incorrect email address or password/,
      );
    }
    for (const seconds of [1, 2, 4, 8]) {
      expect(await attempt(ada.email, ada.password)).toMatch(
        new RegExp(`^429: .*Wait ${seconds} second`),
      );
      clock.advance(seconds);
      expect(await attempt(ada.email, 'wrong')).toMatch(/^400/);
    }
    clock.advance(16);
    expect(await attempt(ada.email, ada.password)).toBe('signed in');
    expect(await attempt(ada.email, 'wrong')).toMatch(/^400/);
    expect(await attempt(ada.email, 'wrong')).toMatch(/^400/);
    clock.advance(16 * 60);
    for (let failure = 1; failure <= 5; failure += 1) {
      expect(await attempt(ada.email, 'wrong')).toMatch(/^400/);
    }
    expect(await attempt(ada.email, 'wrong')).toMatch(/^429/);
  });

  it('gives no clue whether an account exists', async () => {
    clock.advance(3600);
    for (let round = 0; round < 3; round += 1) {
      const wrongPassword = await attempt(ada.email, 'Wrong-Password-1');
      expect(await attempt('unknown@example.com', 'Wrong-Password-1')).toBe(wrongPassword);
    }
    for (let failure = 4; failure <= 5; failure += 1) await attempt('unknown@example.com', 'wrong');
    expect(await attempt('unknown@example.com', 'wrong')).toMatch(/^429/);
  });

  it('is not faster with parallel guesses', async () => {
    clock.advance(3600);
    const guesses = Array.from({ length: 12 }, (_, index) => attempt(ada.email, `wrong ${index}`));
    const statuses = (await Promise.all(guesses)).map((message) => message.slice(0, 3));
    expect(statuses.filter((status) => status === '400')).toHaveLength(5);
    expect(statuses.filter((status) => status === '429')).toHaveLength(7);
  });

  it('nor by parallel guesses at many accounts', async () => {
    clock.advance(3600);
    const guesses = Array.from({ length: 40 }, (_, index) => attempt(`p${index}@example.com`, 'x'));
    const statuses = (await Promise.all(guesses)).map((message) => message.slice(0, 3));
    expect(statuses.filter((status) => status === '400')).toHaveLength(20);
    expect(statuses.filter((status) => status === '429')).toHaveLength(20);
  });

  it("nor by signing in to an account of one's own in between", async () => {
    clock.advance(3600);
    for (let guess = 0; guess < 19; guess += 1) await attempt(`q${guess}@example.com`, 'x');
    expect(await attempt(ada.email, ada.password)).toBe('signed in');
    expect(await attempt('q19@example.com', 'x')).toMatch(/^400/);
    expect(await attempt('q20@example.com', 'x')).toMatch(/^429/);
  });

  it('waits 15 minutes at most', async () => {
    clock.advance(3600);
    for (let failure = 1; failure <= 18; failure += 1) {
      expect(await attempt(ada.email, 'wrong')).toMatch(/^400/);
      clock.advance(failure < 5 ? 0 : Math.min(2 ** (failure - 5), 900));
    }
    expect(await attempt(ada.email, 'wrong')).toMatch(/^400/);
    expect(await attempt(ada.email, 'wrong')).toMatch(/^429: .*Wait 900 seconds/);
  });

  it('does not stop one person who signs in many times at once', async () => {
    clock.advance(3600);
    const all = Array.from({ length: 8 }, () => attempt(ada.email, ada.password));
    expect(new Set(await Promise.all(all))).toEqual(new Set(['signed in']));
  });

  it('is slowed down per address too, with Retry-After', async () => {
    clock.advance(3600);
    for (let person = 0; person < 20; person += 1) await attempt(`spray${person}@example.com`, 'x');
    const { open, page } = await openPage('login');
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const body = new URLSearchParams({ username: ada.email, password: ada.password, _csrf: csrf });
    const { response } = await open(page.url, { method: 'POST', body });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('1');
    clock.advance(1);
    expect(await attempt(ada.email, ada.password)).toBe('signed in');
  });
});
