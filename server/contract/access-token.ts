import { isUtf8 } from 'node:buffer';
import { JwtVerifier } from 'aws-jwt-verify';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import { type Fetcher, SimpleFetcher } from 'aws-jwt-verify/https';
import { assertIsJwks, type JwksParser, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { safeJsonParse } from 'aws-jwt-verify/safe-json-parse';
import * as z from 'zod';
import { Problem } from '../domain/problems.ts';
import { findTokenFault, TokenError } from './token-fault.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

/** The two kinds of callers. Each has a JWT authorizer of its own at the gateway. */
export type AuthorizerName = 'b2c' | 'b2b';

/** The issuer and the app clients whose tokens one side of the API accepts. */
export type TrustedIssuer = { issuer: string; clientIds: readonly string[] };

/** The verified claims that the API uses. All rights come from here. */
type AccessToken = { subject: string; clientId: string; scopes: ReadonlySet<string> };

/**
 * Verifies the `Authorization` header for one side of the API: a Bearer token (RFC 6750), which is an
 * unexpired access token, signed RS256 by the trusted issuer for one of its app clients.
 *
 * The gateway verifies the token first. It is verified again, so that a route added without its
 * authorizer is still protected; `requestContext.authorizer` is never read.
 */
export type Authenticate = (
  side: AuthorizerName,
  authorization: string | undefined,
) => Promise<AccessToken>;

export function createAuthenticate(
  trusted: Record<AuthorizerName, TrustedIssuer>,
  jwksFetcher: Fetcher = new SimpleFetcher(),
): Authenticate {
  const { fetcher, verifyOnce } = createVerifiedTokens<AccessToken>(jwksFetcher);
  const jwksCache = new SimpleJwksCache({ fetcher, jwksParser: parseKeySet });
  const verifiers = {
    b2c: createVerifier(trusted.b2c, jwksCache),
    b2b: createVerifier(trusted.b2b, jwksCache),
  };
  return async (side, authorization) => {
    const token = authorization?.match(/^Bearer +(\S+)$/i)?.[1];
    if (token === undefined) {
      throw new Problem('UNAUTHORIZED', 'Send an access token: "authorization: Bearer <token>".', {
        tokenFault: 'missing',
      });
    }
    try {
      return await verifyOnce(side, token, async () => {
        assertUtf8(token);
        const { sub, client_id, scope, exp } = parseClaims(await verifiers[side].verify(token));
        const claims = { subject: sub, clientId: client_id, scopes: new Set(scope.split(' ')) };
        return { claims, exp };
      });
    } catch (cause) {
      throw createProblem(cause);
    }
  };
}

/** For the calls of one request: a header is verified once for each side. */
export function authenticateOnce(authenticate: Authenticate): Authenticate {
  const tokens = new Map<string, Promise<AccessToken>>();
  return (side, authorization) => {
    const key = `${side} ${authorization}`;
    const token = tokens.get(key) ?? authenticate(side, authorization);
    tokens.set(key, token);
    return token;
  };
}

/** A key set without keys is a fault of the issuer. Otherwise every token would have an unknown key. */
const parseKeySet: JwksParser = (bytes) => {
  const keySet = safeJsonParse(Buffer.from(bytes).toString());
  assertIsJwks(keySet);
  if (keySet.keys.length === 0) throw new Error("The issuer's key set has no keys");
  return keySet;
};

function createProblem(cause: unknown): Problem {
  const tokenFault = findTokenFault(cause);
  if (tokenFault === undefined) {
    // The token may be valid: the fault is with the issuer's keys, or with this code.
    return new Problem('SERVICE_UNAVAILABLE', "The issuer's keys cannot be read.", { cause });
  }
  const reason = tokenFault === 'expired' ? 'has expired' : 'is not valid here';
  return new Problem('UNAUTHORIZED', `The access token ${reason}. Get a new one.`, {
    bearerError: 'invalid_token',
    tokenFault,
    cause,
  });
}

/** The clocks of Cognito and of a Lambda differ a little: a fresh token may lie in the future. */
const leewaySeconds = 5;

function createVerifier({ issuer, clientIds }: TrustedIssuer, jwksCache: SimpleJwksCache) {
  return JwtVerifier.create(
    {
      issuer,
      // Cognito's access tokens have no audience: the app client is checked instead.
      audience: null,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      // For `nbf`. It applies to `exp` too, which `parseClaims` checks without a leeway.
      graceSeconds: leewaySeconds,
      customJwtCheck: ({ header, payload }) => {
        if (header.alg !== 'RS256') {
          throw new TokenError('algorithm', `alg is ${header.alg}, expected RS256`);
        }
        // RFC 7515, section 4.1.11: no extension is understood here.
        if (Object.hasOwn(header, 'crit'))
          throw new TokenError('criticalHeader', 'crit is present');
        validateCognitoJwtFields(payload, { tokenUse: 'access', clientId: [...clientIds] });
      },
    },
    { jwksCache },
  );
}

/** aws-jwt-verify replaces bytes that are not UTF-8. */
function assertUtf8(token: string): void {
  const [header = '', payload = ''] = token.split('.');
  if (isUtf8(Buffer.from(header, 'base64url')) && isUtf8(Buffer.from(payload, 'base64url'))) return;
  throw new TokenError('malformed', 'the header or the payload is not UTF-8');
}

/** aws-jwt-verify accepts a token without `exp`, and does not check `iat`. */
function parseClaims(payload: unknown): z.infer<typeof claimsSchema> {
  const { data, error } = claimsSchema.safeParse(payload);
  if (error) throw new TokenError('claims', z.prettifyError(error));
  const now = Date.now() / 1000;
  if (data.exp <= now) throw new TokenError('expired', 'exp has passed');
  if (data.iat > now + leewaySeconds) throw new TokenError('notYetValid', 'iat is in the future');
  return data;
}

const claimsSchema = z.object({
  sub: z.string().min(1),
  client_id: z.string().min(1),
  // A token without scopes is valid but grants nothing: 403 and not 401, as at the gateway.
  scope: z.string().catch(''),
  exp: z.number(),
  iat: z.number(),
  aud: z.never('an access token of Cognito has no aud').optional(),
});
