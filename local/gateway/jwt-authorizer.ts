import { compactVerify } from 'jose';
import { JWKSNoMatchingKey, JWSSignatureVerificationFailed } from 'jose/errors';
import { Refusal } from './answer.ts';
import { bearerPrefix, jwtAlgorithms } from './assumptions.ts';
import {
  assertClaims,
  InvalidToken,
  isJsonObject,
  type JsonObject,
  type JwtConfiguration,
  readScopes,
  toEventClaims,
} from './claims.ts';
import type { JwtAuthorizerContext } from './event.ts';
import { createIssuerKeys, KeysUnavailable } from './issuer-keys.ts';

export type JwtAuthorizer = (
  authorization: string | undefined,
  routeScopes: readonly string[],
) => Promise<JwtAuthorizerContext>;

/**
 * The JWT authorizer of an HTTP API with the identity source `$request.header.Authorization`. It uses
 * jose and the Lambda uses aws-jwt-verify, so a fault of one library does not open both checks.
 */
export function createJwtAuthorizer(
  configuration: JwtConfiguration,
  { clock, issuerTimeoutMs }: { clock: () => number; issuerTimeoutMs: number },
): JwtAuthorizer {
  assertAudienceLimit(configuration);
  const keys = createIssuerKeys(configuration.issuer, issuerTimeoutMs);
  return async (authorization, routeScopes) => {
    const token = readToken(authorization);
    if (!token) {
      const headers = [['www-authenticate', 'Bearer']] as const;
      throw new Refusal(401, { headers, reason: 'the request has no token' });
    }
    const claims = await verify(token).catch(throwUnauthorized);
    const scopes = readScopes(claims);
    if (routeScopes.length > 0 && !routeScopes.some((scope) => scopes?.includes(scope))) {
      const found = JSON.stringify(scopes?.join(' ') ?? '');
      const reason = `the token has the scopes ${found}: expected ${routeScopes.join(' or ')}`;
      throw new Refusal(403, { reason });
    }
    return {
      jwt: { claims: toEventClaims(claims), scopes: routeScopes.length > 0 ? scopes : null },
    };
  };

  async function verify(token: string): Promise<JsonObject> {
    const { alg, kid, ...header } = decodeHeader(token);
    if ('crit' in header) throw new InvalidToken('the header has critical extensions');
    if (typeof alg !== 'string' || !jwtAlgorithms.includes(alg)) {
      throw new InvalidToken('the signing method is invalid');
    }
    if (typeof kid !== 'string') throw new InvalidToken('the token has no key id');
    const { payload } = await compactVerify(token, keys, { algorithms: [alg] });
    const claims: unknown = JSON.parse(utf8Decoder.decode(payload));
    if (!isJsonObject(claims)) throw new InvalidToken('the claims are not a JSON object');
    assertClaims(claims, configuration, clock());
    return claims;
  }
}

const maxAudiences = 50;

const utf8Decoder = new TextDecoder('utf-8', { fatal: true });

function assertAudienceLimit({ issuer, audience }: JwtConfiguration): void {
  if (audience.length > maxAudiences) {
    throw new Error(
      `JWT authorizer for ${issuer}: ${audience.length} audiences, but API Gateway takes at most ${maxAudiences}.`,
    );
  }
}

/** Node has already removed the space after a `Bearer` without a token. */
function readToken(authorization = ''): string {
  if (authorization === bearerPrefix.trim()) return '';
  return authorization.startsWith(bearerPrefix)
    ? authorization.slice(bearerPrefix.length)
    : authorization;
}

/** Only `alg` and `kid` are read: a token never chooses where its key comes from. */
function decodeHeader(token: string): JsonObject {
  const segments = token.split('.');
  if (segments.length !== 3) throw new InvalidToken('invalid number of segments');
  const header: unknown = JSON.parse(Buffer.from(segments[0] ?? '', 'base64url').toString());
  if (!isJsonObject(header)) throw new InvalidToken('the header is not a JSON object');
  return header;
}

function throwUnauthorized(error: unknown): never {
  const description = error instanceof InvalidToken ? error.message : 'the token is not valid';
  throw createUnauthorized(description, explain(error));
}

export function createUnauthorized(description: string, reason: string): Refusal {
  const challenge = `Bearer scope="" error="invalid_token" error_description="${description}"`;
  return new Refusal(401, { headers: [['www-authenticate', challenge]], reason });
}

/** For the terminal of `npm start`. It never holds the token. */
function explain(error: unknown): string {
  if (error instanceof InvalidToken) return error.reason;
  if (error instanceof KeysUnavailable) return error.message;
  if (error instanceof JWKSNoMatchingKey) {
    return 'the issuer of this API has no key with the key id of the token: the token is from another issuer';
  }
  if (error instanceof JWSSignatureVerificationFailed) return 'the signature is wrong';
  return 'the token is not a JWT';
}
