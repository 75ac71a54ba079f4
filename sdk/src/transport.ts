import { ApiError } from './errors/api-error.ts';
import { GatewayError } from './errors/gateway-error.ts';
import { NetworkError } from './errors/network-error.ts';
import type { ProblemData } from './problem.ts';
import { isTransient } from './retry.ts';
import { toRetryAfter } from './retry-after.ts';

/** `fetch`, as far as it is needed here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A `fetch` whose answers are complete, are JSON, and come from the API or the issuer itself. What the
 * API refuses over REST (RFC 9457) is thrown, as tRPC's link does it with what is refused there.
 */
export function createTransport(fetch: Fetch = (url, init) => globalThis.fetch(url, init)): Fetch {
  return async (url, init) => {
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, init);
      text = await response.text();
    } catch (cause) {
      throw new NetworkError(url, cause);
    }
    const body = parse(text);
    if (isOwnAnswer(response, body)) return new Response(text, response);
    const type = response.headers.get('content-type');
    const retryAfter = toRetryAfter(response.headers);
    if (isRecord(body) && type?.includes('problem+json')) {
      const { detail, ...problem }: RestProblem = JSON.parse(text);
      throw new ApiError({ ...problem, httpStatus: response.status }, detail, { retryAfter });
    }
    if (body === undefined && response.ok && type?.includes('json')) {
      throw new NetworkError(url, 'The answer was cut off.');
    }
    throw new GatewayError(url, response, { said: toText(body, type), retryAfter });
  };
}

type RestProblem = Omit<ProblemData, 'httpStatus' | 'path'> & { detail: string };

/** tRPC's answers are `{result}`, `{error: {}}` or an array of them, the issuer's `{error: ''}`. */
function isOwnAnswer({ ok, status }: Response, body: unknown): boolean {
  if (!isRecord(body)) return false;
  if (ok || Array.isArray(body)) return true;
  return isRecord(body.error) || (typeof body.error === 'string' && !isTransient(status));
}

function toText(body: unknown, type: string | null): string {
  if (isRecord(body) && typeof body.message === 'string') return `"${body.message}"`;
  return `with ${type}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
