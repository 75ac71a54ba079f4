/**
 * The issuer gave no tokens: the person declined, the redirect is not the answer to a sign-in of this
 * browser, or the issuer refused the client.
 */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly code = 'SIGN_IN_FAILED';
  /**
   * The issuer's own code, such as `access_denied`, `invalid_client` or `invalid_scope` (RFC 6749,
   * sections 4.1.2.1 and 5.2). `undefined` if it gave none.
   */
  readonly reason: string | undefined;

  constructor(message: string, reason?: string) {
    super(message);
    this.reason = reason;
  }
}

/** Whether something thrown is a {@link SignInError}. */
export function isSignInError(error: unknown): error is SignInError {
  return error instanceof SignInError;
}
