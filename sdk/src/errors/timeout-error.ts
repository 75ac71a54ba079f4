/**
 * The call took longer than its `timeout`, or the issuer of tokens took longer than 5 s, which cannot be
 * changed. It is unknown whether the call was executed.
 */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly code = 'TIMED_OUT';

  constructor(timeout: number) {
    super(`There was no answer within ${timeout} ms. Try again.`);
  }
}

/** Whether something thrown is a {@link TimeoutError}. */
export function isTimeoutError(error: unknown): error is TimeoutError {
  return error instanceof TimeoutError;
}
