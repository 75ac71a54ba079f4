import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { readBody } from '../body.ts';
import { createSecret, isSameSecret } from '../secrets.ts';
import type { Session } from '../store/sessions.ts';
import type { UserPool } from '../user-pool.ts';
import { PageError } from './respond.ts';

const sessionCookie = 'cognito';
const csrfCookie = 'XSRF-TOKEN';
export const csrfField = '_csrf';

export function currentSession(c: Context, pool: UserPool): Session | undefined {
  return pool.sessions.find(getCookie(c, sessionCookie) ?? '');
}

/** A new sign-in replaces the session of this browser: a copy of the old cookie has no effect any more. */
export function startSession(c: Context, pool: UserPool, sub: string): Session {
  pool.sessions.end(getCookie(c, sessionCookie) ?? '');
  const { id, session } = pool.sessions.start(sub);
  setCookie(c, sessionCookie, id, { ...attributes(pool), maxAge: pool.lifetimes.session });
  return session;
}

export function endSession(c: Context, pool: UserPool): void {
  pool.sessions.end(getCookie(c, sessionCookie) ?? '');
  deleteCookie(c, sessionCookie, attributes(pool));
}

/** The token that a form must send back together with its cookie. */
export function csrfToken(c: Context, pool: UserPool): string {
  const known = getCookie(c, csrfCookie);
  if (known) return known;
  const token = createSecret();
  setCookie(c, csrfCookie, token, attributes(pool));
  return token;
}

/** The posted form. Throws if it does not come from a page of this pool. */
export async function readPageForm(c: Context): Promise<URLSearchParams> {
  const form = await readBody(c);
  if (!form) throw new PageError(413, 'The form is too large.');
  const cookie = getCookie(c, csrfCookie);
  const isOwnPage = ['same-origin', 'none', undefined].includes(c.req.header('sec-fetch-site'));
  if (!isOwnPage || !cookie || !isSameSecret(cookie, form.get(csrfField) ?? '')) {
    throw new PageError(403, 'This form is out of date. Go back, reload the page and try again.');
  }
  return form;
}

const attributes = (pool: UserPool) =>
  ({ path: new URL(pool.issuer).pathname, httpOnly: true, sameSite: 'Lax' }) as const;
