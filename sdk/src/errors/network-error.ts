/**
 * No answer, or only a part of one: offline, no such host, a connection that broke. Whether the call
 * was carried out is not known; all but `edit` can be repeated without harm, and were.
 *
 * A browser tells nothing more than this about an answer without CORS headers either, as the gateway's
 * own refusals may be, and as any answer is to an origin that the API does not allow.
 */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code = 'NETWORK';

  constructor(url: string, cause: unknown) {
    super(
      `No complete answer came from ${new URL(url).origin}. Is this device online, and the URL right?`,
      { cause },
    );
  }
}

/** Whether something thrown is a {@link NetworkError}. */
export function isNetworkError(error: unknown): error is NetworkError {
  return error instanceof NetworkError;
}
