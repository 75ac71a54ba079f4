import { compactVerify } from 'jose';
import { Refusal } from './answer.ts';
import { bearerPrefix, jwtAlgorithms } from './assumptions.ts';
import {
  assertClaims,
  InvalidToken,
  isJsonObject,
  type JsonObject,
  type JwtConfiguration,
  toEventClaims,
  toScopes,
} from './claims.ts';
import type { JwtAuthorizerContext } from './event.ts';
import { createIssuerKeys } from './issuer-keys.ts';

export type JwtAuthorizer = (
  authorization: string | undefined,
  routeScopes: readonly string[],
) => Promise<JwtAuthorizerContext>;

/**
 * The JWT authorizer of an HTTP API with the identity source `$request.header.Authorization`.
 * It is written on another library than the Lambda's own check, so that one's fault is not both's.
 */
export function createJwtAuthorizer(
  configuration: JwtConfiguration,
  clock: () => number,
): JwtAuthorizer {
  assertAudienceLimit(configuration);
  const keysFor = createIssuerKeys(configuration.issuer, clock);
  return async (authorization, routeScopes) => {
    const token = toToken(authorization);
    if (!token) throw new Refusal(401, { headers: [['www-authenticate', 'Bearer']] });
    const claims = await verify(token).catch(toUnauthorized);
    const scopes = toScopes(claims);
    if (routeScopes.length > 0 && !routeScopes.some((scope) => scopes?.includes(scope))) {
      throw new Refusal(403);
    }
    return {
      jwt: { claims: toEventClaims(claims), scopes: routeScopes.length > 0 ? scopes : null },
    };
  };

  async function verify(token: string): Promise<JsonObject> {
    const { alg, kid } = decodeHeader(token);
    if (typeof alg !== 'string' || !jwtAlgorithms.includes(alg)) {
      throw new InvalidToken('the signing method is invalid');
    }
    if (typeof kid !== 'string') throw new InvalidToken('the token has no key id');
    const { payload } = await compactVerify(token, await keysFor(kid), { algorithms: [alg] });
    const claims: unknown = JSON.parse(utf8Decoder.decode(payload));
    if (!isJsonObject(claims)) throw new InvalidToken('the claims are no JSON object');
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

/** The wire has already lost the space after a `Bearer` that stands alone. */
function toToken(authorization = ''): string {
  if (authorization === bearerPrefix.trim()) return '';
  return authorization.startsWith(bearerPrefix)
    ? authorization.slice(bearerPrefix.length)
    : authorization;
}

/** Only `alg` and `kid` are read: a token never says where its key comes from. */
function decodeHeader(token: string): JsonObject {
  const segments = token.split('.');
  if (segments.length !== 3) throw new InvalidToken('invalid number of segments');
  const header: unknown = JSON.parse(Buffer.from(segments[0] ?? '', 'base64url').toString());
  if (!isJsonObject(header)) throw new InvalidToken('the header is no JSON object');
  return header;
}

function toUnauthorized(error: unknown): never {
  const description = error instanceof InvalidToken ? error.message : 'the token is not valid';
  const challenge = `Bearer scope="" error="invalid_token" error_description="${description}"`;
  throw new Refusal(401, { headers: [['www-authenticate', challenge]] });
}
