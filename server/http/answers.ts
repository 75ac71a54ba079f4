import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Problem, problems } from '../domain/problems.ts';

export type Answer = APIGatewayProxyStructuredResultV2;

/** Answers are about one caller, and never pages. */
export const commonHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // The gateway's CORS headers depend on the origin.
  vary: 'origin',
} as const;

export function toJsonAnswer(statusCode: number, body: unknown): Answer {
  return {
    statusCode,
    headers: { ...commonHeaders, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

export function withHeaders(answer: Answer, headers: Record<string, string>): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** Problem details, RFC 9457. */
export function toProblemAnswer(problem: Problem, requestId: string): Answer {
  return {
    statusCode: problem.status,
    headers: {
      ...commonHeaders,
      ...problemHeaders(problem),
      'content-type': 'application/problem+json',
    },
    body: JSON.stringify(toProblemDetails(problem, requestId)),
  };
}

export function toProblemDetails(problem: Problem, requestId: string) {
  const { problemCode, status, message, issues } = problem;
  return {
    type: `urn:christmas-markets:problem:${problemCode}`,
    title: problems[problemCode].title,
    status,
    detail: message,
    code: problemCode,
    ...(issues && { issues }),
    requestId,
  };
}

/** What a refusal owes its client: the challenge (RFC 6750, section 3), when to try again. */
export function problemHeaders({ status, bearerError }: Problem): Record<string, string> {
  return {
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(bearerError && { 'www-authenticate': `Bearer error="${bearerError}"` }),
    ...(status >= 500 && { 'retry-after': '1' }),
  };
}

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
