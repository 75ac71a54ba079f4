/**
 * Behaviour of AWS that is neither documented nor recorded from a live API. Each assumption has a name
 * of its own. No test may assert one of them as the behaviour of AWS.
 *
 * Assumptions that are an order and not a value, and where they are made:
 * - the path is compared before the method, so `ANY /a/b` wins over `GET /a/{x}` (route-table.ts);
 * - routing sees the path still encoded, so `%2F` never separates two segments (route-table.ts).
 *   Recorded is only that the integration receives the path decoded;
 * - `/a/{proxy+}` matches `/a/`, as one project reports (storacha/w3infra#166), and `proxy` is then empty
 *   (route-table.ts);
 * - a path parameter keeps a decoded `?`, at which `rawPath` is cut (route-table.ts);
 * - refusals come in the order 400, 403 for the host, 404, 429, 401, 403 for the scope, 413 (gateway.ts);
 * - a token with `crit` in its header is refused, whatever `crit` holds: no extension of RFC 7515 is
 *   understood (jwt-authorizer.ts);
 * - default throttling gives every route a bucket of its own (throttle.ts);
 * - the gateway's own refusals carry no CORS headers (gateway.ts).
 */

/** A body over the limit. */
export const bodyTooLargeStatus = 413;

/** A request line and headers over the limit. */
export const headersTooLargeStatus = 431;

/** A query with malformed percent-encoding, and a path with it. */
export const malformedQueryStatus = 400;

/** One public capture shows that `rawPath` ends at a decoded `?`; the query string is not affected. */
export const cutPattern = /\?.*$/s;

/**
 * AWS documents "the token prefixed with Bearer" and says nothing about case. Here the prefix is
 * case-sensitive: `bearer x` is read as a token without a prefix, and so as an invalid one.
 */
export const bearerPrefix = 'Bearer ';

/** Whether an HTTP API with CORS sends `Vary: Origin` is not documented. */
export const sendsVaryOrigin = true;

/** "RSA-based" may include RSASSA-PSS. Cognito signs with RS256 only. */
export const jwtAlgorithms: readonly string[] = ['RS256', 'RS384', 'RS512'];

/** The least time between two fetches of the key set because of an unknown key id. */
export const unknownKidCoolDownMs = 10_000;

/** The time limit of discovery, and of the key set. */
export const defaultIssuerTimeoutMs = 5_000;

/** Not passed to the Lambda, and not taken from its response. */
export const hopByHopHeaders: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Between the addresses of `x-forwarded-for`, if the client sends that header. */
export const forwardedForSeparator = ', ';

/** The statuses that a Lambda may answer with. Any other number is an invalid response. */
export const minIntegrationStatus = 200;
export const maxIntegrationStatus = 599;
