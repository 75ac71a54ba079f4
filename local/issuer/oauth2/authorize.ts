import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { currentSession } from '../pages/cookies.ts';
import type { Session } from '../store/sessions.ts';
import type { UserPool } from '../user-pool.ts';
import {
  AuthorizeError,
  type AuthorizeRequest,
  createCallbackUrl,
  parseAuthorizeRequest,
} from './authorize-request.ts';

export function authorize(c: Context, pool: UserPool): Response {
  const request = parseAuthorizeRequest(c.req.url, pool);
  const session = currentSession(c, pool);
  if (session && request.prompt !== 'login') {
    return c.redirect(grantCode(request, session, pool));
  }
  if (request.prompt === 'none') throw new AuthorizeError('login_required', request);
  return c.redirect(`${pool.paths.login}?${request.query}`);
}

/** The client's callback URL, with a code for this session. */
export function grantCode(request: AuthorizeRequest, session: Session, pool: UserPool): string {
  const { redirectUri, codeChallenge, scopes, nonce, resource, client } = request;
  const code = pool.codes.issue({
    clientId: client.clientId,
    redirectUri,
    codeChallenge,
    scopes,
    nonce,
    resource,
    sub: session.sub,
    authTime: session.authTime,
    originJti: randomUUID(),
  });
  return createCallbackUrl(request, { code });
}
