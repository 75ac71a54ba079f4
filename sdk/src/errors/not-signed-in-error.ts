/**
 * There is no valid sign-in: no user signed in, the sign-in ended, or the API refused a renewed token too.
 * Ask the person to sign in again. The `cause` is the refusal, if there was one.
 */
export class NotSignedInError extends Error {
  override readonly name = 'NotSignedInError';
  readonly code = 'NOT_SIGNED_IN';

  constructor(cause?: unknown) {
    super('There is no valid sign-in (any more). Sign in again.', { cause });
  }
}

/** Whether something thrown is a {@link NotSignedInError}. */
export function isNotSignedInError(error: unknown): error is NotSignedInError {
  return error instanceof NotSignedInError;
}
