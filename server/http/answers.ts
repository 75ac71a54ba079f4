import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createProblemDetails } from '../domain/problem-details.ts';
import type { Problem } from '../domain/problems.ts';
import { createTag, matchesTag } from './etag.ts';

export type Answer = APIGatewayProxyStructuredResultV2;

type Headers = Record<string, string>;

export function createJsonAnswer(statusCode: number, json: string, headers: Headers = {}): Answer {
  return { statusCode, headers: { ...headers, 'content-type': 'application/json' }, body: json };
}

/** The same for everyone, so that browsers and caches may store it, and revalidate it by its `ETag`. */
export function createCacheableAnswer(
  answer: Answer,
  { cacheControl, ifNoneMatch }: { cacheControl: string; ifNoneMatch: string | undefined },
): Answer {
  const tag = createTag(answer.body ?? '');
  const headers = { ...answer.headers, 'cache-control': cacheControl, etag: `"${tag}"` };
  return matchesTag(ifNoneMatch, tag) ? { statusCode: 304, headers } : { ...answer, headers };
}

/** Problem details, RFC 9457. */
export function createProblemAnswer(
  problem: Problem,
  { requestId, headers }: { requestId: string; headers?: Headers },
): Answer {
  return {
    statusCode: problem.status,
    headers: {
      ...headers,
      ...createProblemHeaders(problem),
      'content-type': 'application/problem+json',
    },
    body: JSON.stringify(createProblemDetails(problem, requestId)),
  };
}

/** The headers that depend on the problem: the challenge (RFC 6750, section 3), when to try again. */
export function createProblemHeaders({ status, bearerError, headers }: Problem): Headers {
  return {
    ...headers,
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(bearerError && { 'www-authenticate': `Bearer error="${bearerError}"` }),
    ...(status >= 500 && { 'retry-after': '1' }),
  };
}

export const rateLimitHeader = 'x-ratelimit-limit';

/**
 * Adds the headers that every answer has. An answer's own value of one of them wins.
 *
 * @param rateLimit - Requests per second that the gateway accepts from all callers of the route
 * together. The gateway throttles, so the Lambda knows the limit, but not how much of it is left.
 */
export function addCommonHeaders(answer: Answer, rateLimit: number | undefined): Answer {
  return {
    ...answer,
    headers: {
      ...commonHeaders,
      ...(rateLimit !== undefined && { [rateLimitHeader]: String(rateLimit) }),
      ...answer.headers,
    },
  };
}

const commonHeaders = {
  // Per caller: never cacheable.
  'cache-control': 'no-store',
  // Browsers ignore it over plain http, so that a local stack is not affected (RFC 6797, section 7.2).
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  // The gateway's CORS headers depend on the origin.
  vary: 'origin',
  'x-content-type-options': 'nosniff',
};
