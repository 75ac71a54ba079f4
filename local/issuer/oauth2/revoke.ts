import type { Context } from 'hono';
import type { UserPool } from '../user-pool.ts';
import { authenticateClient } from './client-authentication.ts';
import { readForm } from './form.ts';
import { OAuthError } from './oauth-error.ts';

/** RFC 7009. Cognito revokes refresh tokens only. */
export async function revoke(c: Context, pool: UserPool): Promise<Response> {
  const form = await readForm(c);
  const client = authenticateClient(c, form, pool);
  const token = form.require('token');
  if (isJwt(token)) throw new OAuthError('unsupported_token_type');
  const signIn = pool.refreshTokens.find(token);
  // RFC 7009, section 2.2: an unknown or expired token is not an error.
  if (signIn) {
    if (signIn.clientId !== client.clientId) throw new OAuthError('invalid_grant');
    await pool.refreshTokens.revoke(signIn.originJti);
  }
  c.header('cache-control', 'no-store');
  return c.body(null, 200);
}

const isJwt = (token: string) => token.split('.').length === 3;
