import type { Context } from 'hono';
import {
  createQuery,
  onlyValue,
  parsePublicClient,
  parseRedirect,
} from '../oauth2/authorize-request.ts';
import type { UserPool } from '../user-pool.ts';
import { endSession } from './cookies.ts';
import { PageError } from './respond.ts';

/** Ends the session, then goes to a registered logout URL or, with `redirect_uri`, to sign-in. */
export function logout(c: Context, pool: UserPool): Response {
  const to = parseTarget(new URL(c.req.url).searchParams, pool);
  endSession(c, pool);
  return c.redirect(to);
}

function parseTarget(params: URLSearchParams, pool: UserPool): string {
  if (params.has('redirect_uri') && params.has('response_type') && !params.has('logout_uri')) {
    parseRedirect(params, pool);
    return `${pool.paths.login}?${createQuery(params)}`;
  }
  const client = parsePublicClient(params, pool);
  const logoutUri = onlyValue(params, 'logout_uri');
  if (logoutUri === undefined || !client.logoutUrls.includes(logoutUri)) {
    throw new PageError(400, 'logout_uri is not one of the sign-out URLs of this app client.');
  }
  return logoutUri;
}
