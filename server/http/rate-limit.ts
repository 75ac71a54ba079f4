/** Requests in a second that the gateway lets through, over all callers; by default it is not told. */
export type RateLimits = { reads: number | undefined; writes: number | undefined };

export const rateLimitHeader = 'x-ratelimit-limit';

/**
 * The gateway throttles, so how much of it is left is not known here: the limit is all that can be
 * said truly, and the 429 itself is the gateway's.
 */
export function toRateLimitHeaders(
  { reads, writes }: RateLimits,
  routeKey: string,
): Record<string, string> {
  const limit = routeKey.startsWith('GET ') ? reads : writes;
  return limit === undefined ? {} : { [rateLimitHeader]: String(limit) };
}
