/**
 * There is no valid sign-in: nobody signed in, the sign-in ended, or the API refused even a renewed
 * token. Let the person sign in again; the `cause` says what was refused.
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
