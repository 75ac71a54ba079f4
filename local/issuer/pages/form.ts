import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { AuthorizeRequest } from '../oauth2/authorize-request.ts';
import type { UserPool } from '../user-pool.ts';
import { csrfField, csrfToken } from './cookies.ts';
import type { Html } from './respond.ts';

/** The request that each page of a sign-in belongs to. */
export type Visit = { c: Context; pool: UserPool; request: AuthorizeRequest };

export const confirmUrl = ({ pool, request }: Visit, email: string): string =>
  `${pool.paths.confirm}?${request.query}&${new URLSearchParams({ username: email })}`;

/** After the confirmation a person signs in: only the password proves who created the account. */
export const loginUrl = ({ pool, request }: Visit): string =>
  `${pool.paths.login}?${request.query}&confirmed`;

/** Call it once for each page: before the cookie is set, each call creates a new token. */
export const csrfInput = ({ c, pool }: Visit): Html =>
  html`<input type="hidden" name="${csrfField}" value="${csrfToken(c, pool)}">`;

/** Cognito's limit of a user name, which here is the email address. */
export const maxEmailLength = 128;

export const emailInput = (email: string): Html => html`
<label for="username">Email address</label>
<input id="username" name="username" type="email" autocomplete="username" required maxlength="${maxEmailLength}" value="${email}">`;

export const addressOf = (c: Context): string => getConnInfo(c).remote.address ?? 'unknown';

export function waitMessage(c: Context, retryAfter: number): string {
  c.header('retry-after', String(retryAfter));
  const seconds = retryAfter === 1 ? '1 second' : `${retryAfter} seconds`;
  return `Too many attempts. Wait ${seconds}, then try again.`;
}
