/**
 * No complete answer arrived: the device is offline, the host is unknown, or the connection broke. It is
 * unknown whether the call was executed. All calls but `edit` are safe to repeat and were repeated.
 *
 * Browsers report an answer without CORS headers in the same way: an answer to an origin that the API does
 * not allow, or a refusal by the gateway itself. If the API answers a public request meanwhile, the
 * token is renewed and the call is sent once more before this error is thrown.
 */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code = 'NETWORK';

  constructor(url: string, cause: unknown) {
    super(
      `No complete answer came from ${new URL(url).origin}. The connection failed, or the answer has no CORS headers.`,
      { cause },
    );
  }
}

/** Whether something thrown is a {@link NetworkError}. */
export function isNetworkError(error: unknown): error is NetworkError {
  return error instanceof NetworkError;
}
