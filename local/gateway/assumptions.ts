/**
 * What AWS does here is not established: neither documented nor recorded from a live API.
 * Each guess stands under its own name; no test may assert one of them as AWS's behaviour.
 *
 * Guesses that are an order and not a value, and where they are made:
 * - the path is compared before the method, so `ANY /a/b` beats `GET /a/{x}` (route-table.ts);
 * - refusals come in the order 400, 404, 429, 401, 403, 413 (gateway.ts);
 * - default throttling gives every route a bucket of its own (throttle.ts);
 * - the gateway's own refusals carry no corsSettings headers (gateway.ts).
 */

/** A body over the limit. */
export const bodyTooLargeStatus = 413;

/** A request line and headers over the limit. */
export const headersTooLargeStatus = 431;

/** A query with malformed percent-encoding, like a path with it. */
export const malformedQueryStatus = 400;

/** The scheme is matched with its capital B: `bearer x` is read as a bare, and so a bad, token. */
export const bearerPrefix = 'Bearer ';

/** "RSA-based": whether RSASSA-PSS is meant too is not said; Cognito signs with RS256 only. */
export const jwtAlgorithms: readonly string[] = ['RS256', 'RS384', 'RS512'];

/** How soon a key id that is not in the cached key set may cause another look at the issuer. */
export const unknownKidCoolDownMs = 10_000;

/** How long discovery and the key set may each take. */
export const issuerTimeoutMs = 5_000;

/** Never passed on to the Lambda, and never taken from its response. */
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

/** Between the addresses of `x-forwarded-for`, when the client sent that header itself. */
export const forwardedForSeparator = ', ';

/** The only statuses a Lambda may answer with; any other integer is a bad response too. */
export const minIntegrationStatus = 200;
export const maxIntegrationStatus = 599;
