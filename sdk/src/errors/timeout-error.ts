/** The call took longer than its `timeout`. Whether it was carried out is not known. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly code = 'TIMED_OUT';

  constructor(timeout: number) {
    super(
      `There was no answer within ${timeout} ms. Try again, or give the call a longer timeout.`,
    );
  }
}

/** Whether something thrown is a {@link TimeoutError}. */
export function isTimeoutError(error: unknown): error is TimeoutError {
  return error instanceof TimeoutError;
}
