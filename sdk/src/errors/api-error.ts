import type { Issue } from '../contract.ts';
import type { ProblemCode, ProblemData } from '../problem.ts';

/**
 * The API refused the call, for a documented reason.
 *
 * @example
 * ```ts
 * try {
 *   await client.markets.edit(market, { marketAveragePrice: 9.5 });
 * } catch (error) {
 *   if (isApiError(error) && error.code === 'STALE_REVISION') await showNewest();
 *   else throw error;
 * }
 * ```
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /**
   * One of the API's own codes. Branch on this, never on the message. A newer server may send a code that
   * this version does not list: handle it in the `default` branch.
   */
  readonly code: ProblemCode | (string & {});
  /** The HTTP status, as over REST. */
  readonly status: number;
  /** The rejected parts of the input. Empty unless the input was invalid. */
  readonly issues: readonly Issue[];
  /** Identifies the request in the server's logs. Include it when you ask for help. */
  readonly requestId: string | undefined;
  /** How long to wait, in seconds (RFC 9110, section 10.2.3). */
  readonly retryAfter: number | undefined;

  constructor(
    { code, httpStatus, issues = [], requestId }: Omit<ProblemData, 'path'>,
    message: string,
    { cause, retryAfter }: { cause?: unknown; retryAfter?: number | undefined } = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.status = httpStatus;
    this.issues = issues;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }
}

/** Whether something thrown is an {@link ApiError}. */
export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}
