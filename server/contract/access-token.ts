import { JwtVerifier } from 'aws-jwt-verify';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import { FetchError } from 'aws-jwt-verify/error';
import { type Fetcher, SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import * as z from 'zod';
import { Problem } from '../domain/problems.ts';

/** The two kinds of caller, each with a JWT authorizer of its own at the gateway. */
export type AuthorizerName = 'b2c' | 'b2b';

/** Who may have issued a token for one side of the API, and to which app clients. */
export type TrustedIssuer = { issuer: string; clientIds: readonly string[] };

/** What is taken from a verified access token: all rights come from here and from nowhere else. */
type AccessToken = { subject: string; clientId: string; scopes: ReadonlySet<string> };

/**
 * Verifies the `Authorization` header for one side of the API: a Bearer token (RFC 6750), signed
 * RS256 by the trusted issuer, an access token, of one of its app clients, and in time.
 *
 * The gateway has checked all this already. It is checked again because a route added without
 * its authorizer must still let nobody in; `requestContext.authorizer` is never read.
 */
export type Authenticate = (
  side: AuthorizerName,
  authorization: string | undefined,
) => Promise<AccessToken>;

export function createAuthenticate(
  trusted: Record<AuthorizerName, TrustedIssuer>,
  jwksFetcher: Fetcher = new SimpleFetcher(),
): Authenticate {
  const jwksCache = new SimpleJwksCache({ fetcher: jwksFetcher });
  const verifiers = {
    b2c: createVerifier(trusted.b2c, jwksCache),
    b2b: createVerifier(trusted.b2b, jwksCache),
  };
  return async (side, authorization) => {
    const token = authorization?.match(/^Bearer +(\S+)$/i)?.[1];
    if (token === undefined) {
      throw new Problem('UNAUTHORIZED', 'Send an access token: "authorization: Bearer <token>".');
    }
    try {
      const { sub, client_id, scope } = claims.parse(await verifiers[side].verify(token));
      return { subject: sub, clientId: client_id, scopes: new Set(scope.split(' ')) };
    } catch (cause) {
      if (cause instanceof FetchError) {
        throw new Problem('SERVICE_UNAVAILABLE', "The issuer's keys cannot be read.", { cause });
      }
      throw new Problem('UNAUTHORIZED', 'The access token is not valid here. Get a new one.', {
        bearerError: 'invalid_token',
        cause,
      });
    }
  };
}

function createVerifier({ issuer, clientIds }: TrustedIssuer, jwksCache: SimpleJwksCache) {
  return JwtVerifier.create(
    {
      issuer,
      // Cognito's access tokens have no audience: the app client is checked below instead.
      audience: null,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      customJwtCheck: ({ header, payload }) => {
        if (header.alg !== 'RS256') throw new Error(`alg is ${header.alg}, expected RS256`);
        validateCognitoJwtFields(payload, { tokenUse: 'access', clientId: [...clientIds] });
        const { iat } = claims.parse(payload);
        if (iat > Date.now() / 1000) throw new Error('iat lies in the future');
      },
    },
    { jwksCache },
  );
}

/** aws-jwt-verify lets a token without `exp` live for ever, and does not look at `iat`. */
const claims = z.object({
  sub: z.string().min(1),
  client_id: z.string().min(1),
  // A token without scopes is a valid one that may do nothing: 403 and not 401, as at the gateway.
  scope: z.string().catch(''),
  exp: z.number(),
  iat: z.number(),
  aud: z.never('an access token of Cognito has no aud').optional(),
});
