import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { JOSEError } from 'jose/errors';
import * as z from 'zod';
import { sha256 } from '../secrets.ts';
import type { SigningKey, SigningKeys } from '../store/keys.ts';
import type { User } from '../store/users.ts';
import type { Clock, Lifetimes } from '../types.ts';

type PersonGrant = {
  user: User;
  clientId: string;
  scopes: readonly string[];
  /** Seconds since the epoch. */
  authTime: number;
  originJti: string;
  nonce?: string | undefined;
  /** Becomes `aud` of the access token. Without it, an access token has no `aud`. */
  resource?: string | undefined;
};

type PersonTokens = {
  id_token?: string;
  access_token: string;
  expires_in: number;
  token_type: 'Bearer';
};

export type Tokens = {
  forPerson(grant: PersonGrant): Promise<PersonTokens>;
  /** An access token without a user. */
  forMachine(clientId: string, scopes: readonly string[]): Promise<string>;
  verifyAccessToken(token: string): Promise<AccessTokenClaims | undefined>;
};

/** The claims of a person's access token that userInfo needs. */
const accessTokenSchema = z.object({
  sub: z.string(),
  scope: z.string().transform((scope) => scope.split(' ')),
  origin_jti: z.string().optional(),
});
type AccessTokenClaims = z.infer<typeof accessTokenSchema>;

type Parts = { keys: SigningKeys; issuer: string; clock: Clock; lifetimes: Lifetimes };

export function createTokens(parts: Parts): Tokens {
  return {
    async forPerson(grant) {
      const { keys, lifetimes } = parts;
      const shared = createSharedClaims(parts, grant);
      const access_token = await sign(keys.accessToken, {
        ...shared,
        ...createAccessTokenClaims(grant),
        exp: shared.iat + lifetimes.accessToken,
      });
      const answer = {
        access_token,
        expires_in: lifetimes.accessToken,
        token_type: 'Bearer',
      } as const;
      if (!grant.scopes.includes('openid')) return answer;

      const id_token = await sign(keys.idToken, {
        ...shared,
        ...createIdTokenClaims(grant, access_token),
        exp: shared.iat + lifetimes.idToken,
      });
      return { id_token, ...answer };
    },

    forMachine: (clientId, scopes) =>
      sign(parts.keys.accessToken, createMachineClaims(parts, clientId, scopes)),

    verifyAccessToken: (token) => verifyAccessToken(parts, token),
  };
}

function createSharedClaims({ issuer, clock }: Parts, { user, authTime, originJti }: PersonGrant) {
  return {
    sub: user.sub,
    iss: issuer,
    origin_jti: originJti,
    event_id: randomUUID(),
    auth_time: authTime,
    iat: toSeconds(clock()),
  };
}

function createAccessTokenClaims({ user, clientId, scopes, resource }: PersonGrant) {
  return {
    client_id: clientId,
    ...(resource !== undefined && { aud: resource }),
    token_use: 'access',
    scope: scopes.join(' '),
    version: 2,
    jti: randomUUID(),
    username: user.sub,
  };
}

function createIdTokenClaims({ user, clientId, nonce }: PersonGrant, accessToken: string) {
  return {
    at_hash: sha256(accessToken).subarray(0, 16).toString('base64url'),
    aud: clientId,
    token_use: 'id',
    'cognito:username': user.sub,
    email: user.email,
    email_verified: user.isConfirmed,
    ...(nonce !== undefined && { nonce }),
    jti: randomUUID(),
  };
}

function createMachineClaims(
  { issuer, clock, lifetimes }: Parts,
  clientId: string,
  scopes: readonly string[],
) {
  const iat = toSeconds(clock());
  return {
    sub: clientId,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: iat,
    iss: issuer,
    exp: iat + lifetimes.accessToken,
    iat,
    version: 2,
    jti: randomUUID(),
    client_id: clientId,
  };
}

async function verifyAccessToken(
  { keys, issuer, clock }: Parts,
  token: string,
): Promise<AccessTokenClaims | undefined> {
  try {
    // An ID token is signed with another key, so it fails here.
    const { payload } = await jwtVerify(token, keys.accessToken.publicKey, {
      issuer,
      algorithms: ['RS256'],
      currentDate: new Date(clock()),
    });
    return accessTokenSchema.parse(payload);
  } catch (error) {
    if (error instanceof JOSEError) return undefined;
    throw error;
  }
}

const toSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

const sign = ({ kid, privateKey }: SigningKey, claims: Record<string, unknown>) =>
  new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey);
