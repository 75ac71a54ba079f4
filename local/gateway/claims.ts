export type JwtConfiguration = {
  issuer: string;
  audience: readonly string[];
};

/** Its message becomes the `error_description` of a 401, so it holds nothing of the token. */
export class InvalidToken extends Error {}

/**
 * The claims API Gateway looks at. `token_use` is not one of them: where a route has no scopes an
 * ID token passes here.
 */
export function assertClaims(
  claims: JsonObject,
  { issuer, audience }: JwtConfiguration,
  now: number,
): void {
  const valid = (check: boolean, description: string) => {
    if (!check) throw new InvalidToken(description);
  };
  valid(claims.iss === issuer, 'the token does not have a valid issuer');
  valid(isMeantFor(claims, audience), 'the token does not have a valid audience');
  valid(isTime(claims.exp) && claims.exp * 1000 > now, 'the token has expired');
  valid(isPastOrAbsent(claims.nbf, now), 'the token is not valid yet');
  valid(isPastOrAbsent(claims.iat, now), 'the token was issued in the future');
}

/** `null` when the token has neither claim. */
export function toScopes({ scp, scope }: JsonObject): string[] | null {
  const granted = scp ?? scope;
  if (typeof granted === 'string') return granted.split(' ').filter((item) => item !== '');
  if (Array.isArray(granted)) return granted.map(String);
  return null;
}

/** Every claim as a string, the way the event has them; an array is the ambiguous `[a b]`. */
export function toEventClaims(claims: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, toClaimText(value)]),
  );
}

/** `client_id` counts only for a token without `aud`. */
function isMeantFor({ aud, client_id }: JsonObject, audience: readonly string[]): boolean {
  const named: unknown[] = aud === undefined ? [client_id] : [aud].flat();
  return audience.some((client) => named.includes(client));
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value);
}

/** The second in which the token was made counts as past: the claims are whole seconds. */
function isPastOrAbsent(value: unknown, now: number): boolean {
  return value === undefined || (isTime(value) && value * 1000 <= now);
}

function toClaimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toClaimText).join(' ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
