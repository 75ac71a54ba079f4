export type JwtConfiguration = {
  issuer: string;
  audience: readonly string[];
};

/** The message becomes the `error_description` of a 401, so it holds no part of the token. */
export class InvalidToken extends Error {
  /** The message for the terminal: also what was found and what was expected. */
  readonly reason: string;

  constructor(message: string, details = '') {
    super(message);
    this.reason = `${message}${details}`;
  }
}

/**
 * The claims that API Gateway checks. `token_use` is not one of them, so an ID token passes on a route
 * without scopes.
 */
export function assertClaims(
  claims: JsonObject,
  { issuer, audience }: JwtConfiguration,
  now: number,
): void {
  const { iss, aud, client_id, exp, nbf, iat } = claims;
  const assertValid = (isValid: boolean, message: string, details: string) => {
    if (!isValid) throw new InvalidToken(message, details);
  };
  const atClock = `, the clock of this machine is at ${Math.floor(now / 1000)}`;
  assertValid(
    iss === issuer,
    'the token does not have a valid issuer',
    `: found ${quote(iss)}, expected ${issuer}`,
  );
  assertValid(
    isMeantFor(claims, audience),
    'the token does not have a valid audience',
    aud === undefined
      ? `: found client_id ${quote(client_id)}, an app client of the other side of the API`
      : `: found aud ${quote(aud)}. An ID token has aud: send the access token, requested without resource`,
  );
  assertValid(
    isTime(exp) && exp * 1000 > now,
    'the token has expired',
    `: exp is ${quote(exp)}${atClock}`,
  );
  assertValid(
    isPastOrAbsent(nbf, now),
    'the token is not valid yet',
    `: nbf is ${quote(nbf)}${atClock}`,
  );
  assertValid(
    isPastOrAbsent(iat, now),
    'the token was issued in the future',
    `: iat is ${quote(iat)}${atClock}`,
  );
}

/** `null` when the token has neither claim. */
export function readScopes({ scp, scope }: JsonObject): string[] | null {
  const granted = scp ?? scope;
  if (typeof granted === 'string') return granted.split(' ').filter((item) => item !== '');
  if (Array.isArray(granted)) return granted.map(String);
  return null;
}

/** Every claim as a string, as in the event. An array becomes `[a b]`, which is ambiguous. */
export function toEventClaims(claims: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, toClaimText(value)]),
  );
}

/** A claim in a terminal line: one line, of limited length. */
function quote(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, 200);
}

/** `client_id` counts only in a token without `aud`. */
function isMeantFor({ aud, client_id }: JsonObject, audience: readonly string[]): boolean {
  const named: unknown[] = aud === undefined ? [client_id] : [aud].flat();
  return audience.some((client) => named.includes(client));
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value);
}

/** The claims are whole seconds, so the current second counts as past. */
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
