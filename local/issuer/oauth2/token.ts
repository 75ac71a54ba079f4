import type { Context } from 'hono';
import { isSameSecret, sha256 } from '../secrets.ts';
import type { Client, MachineClient, PublicClient } from '../types.ts';
import type { UserPool } from '../user-pool.ts';
import { authenticateClient } from './client-authentication.ts';
import { type Form, readForm } from './form.ts';
import { OAuthError } from './oauth-error.ts';
import { grantScopes } from './scopes.ts';

export async function token(c: Context, pool: UserPool): Promise<Response> {
  const form = await readForm(c);
  const grantType = form.require('grant_type');
  const client = authenticateClient(c, form, pool);
  const answer = await exchange(grantType, { client, form, pool });
  c.header('cache-control', 'no-store');
  return c.json(answer);
}

type Exchange<Kind extends Client> = { client: Kind; form: Form; pool: UserPool };

function exchange(grantType: string, { client, form, pool }: Exchange<Client>) {
  switch (grantType) {
    case 'authorization_code':
      return exchangeCode({ client: asPublic(client), form, pool });
    case 'refresh_token':
      return exchangeRefreshToken({ client: asPublic(client), form, pool });
    case 'client_credentials':
      return exchangeClientCredentials({ client: asMachine(client), form, pool });
    default:
      throw new OAuthError('unsupported_grant_type');
  }
}

function asPublic(client: Client): PublicClient {
  if (client.kind !== 'public') throw new OAuthError('unauthorized_client');
  return client;
}

function asMachine(client: Client): MachineClient {
  if (client.kind !== 'machine') throw new OAuthError('unauthorized_client');
  return client;
}

async function exchangeCode({ client, form, pool }: Exchange<PublicClient>) {
  const code = form.require('code');
  const redirectUri = form.require('redirect_uri');
  const codeVerifier = form.require('code_verifier');
  // RFC 7636, section 4.1.
  if (!/^[\w.~-]{43,128}$/.test(codeVerifier)) throw new OAuthError('invalid_request');

  const redeemed = pool.codes.redeem(code);
  if (!redeemed) throw new OAuthError('invalid_grant');
  const { grant, isReused } = redeemed;
  if (isReused) {
    // The code may be stolen (RFC 6749, section 4.1.2), so the tokens that it gave are revoked.
    await pool.refreshTokens.revoke(grant.originJti);
    throw new OAuthError('invalid_grant');
  }
  const { clientId, sub, authTime, originJti, resource } = grant;
  const isVerified = isSameSecret(sha256(codeVerifier).toString('base64url'), grant.codeChallenge);
  const user = pool.users.withSub(sub);
  if (clientId !== client.clientId || !isVerified || !user) throw new OAuthError('invalid_grant');
  // Reported of Cognito. RFC 6749, section 5.2, has invalid_grant.
  if (grant.redirectUri !== redirectUri) throw new OAuthError('unauthorized_client');
  const scopes = [...grant.scopes];
  const signIn = { originJti, clientId, sub, scopes, authTime, ...(resource && { resource }) };
  const refresh_token = await pool.refreshTokens.start(signIn);
  return { ...(await pool.tokens.forPerson({ ...grant, user })), refresh_token };
}

async function exchangeRefreshToken({ client, form, pool }: Exchange<PublicClient>) {
  const refreshToken = form.require('refresh_token');
  const signIn = pool.refreshTokens.find(refreshToken);
  const user = signIn && pool.users.withSub(signIn.sub);
  if (!user || signIn.clientId !== client.clientId) throw new OAuthError('invalid_grant');

  // Cognito reads `scope` for client credentials only, so the token has the scopes of the sign-in.
  const answer = await pool.tokens.forPerson({ ...signIn, user });
  if (!client.refreshTokenRotation) return answer;
  const { retryGracePeriodSeconds } = client.refreshTokenRotation;
  const refresh_token = await pool.refreshTokens.rotate(refreshToken, retryGracePeriodSeconds);
  if (refresh_token === undefined) throw new OAuthError('invalid_grant');
  return { ...answer, refresh_token };
}

async function exchangeClientCredentials({ client, form, pool }: Exchange<MachineClient>) {
  const scopes = grantScopes(form.get('scope'), client.scopes);
  if (!scopes) throw new OAuthError('invalid_scope');
  return {
    access_token: await pool.tokens.forMachine(client.clientId, scopes),
    expires_in: pool.lifetimes.accessToken,
    token_type: 'Bearer',
  };
}
