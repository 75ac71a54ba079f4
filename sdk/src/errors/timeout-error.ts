/**
 * The call took longer than its `timeout`, which may be raised, or the issuer of tokens longer than 5 s,
 * which may not. Whether the call was carried out is not known.
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
