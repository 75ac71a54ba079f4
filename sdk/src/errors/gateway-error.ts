/**
 * The answer is not from the API itself: API Gateway refused the call or failed, a proxy sent a page of its
 * own, or `url` is not the API's. The call has no result.
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code = 'GATEWAY_REFUSED';
  /** The HTTP status of the answer. */
  readonly status: number;
  /** API Gateway's id of the request, if it answered. Include it when you ask for help. */
  readonly requestId: string | undefined;
  /** How long to wait, in seconds (RFC 9110, section 10.2.3). */
  readonly retryAfter: number | undefined;

  constructor(
    url: string,
    { status, headers }: Response,
    { said, retryAfter }: { said: string; retryAfter?: number | undefined },
  ) {
    // Without the query, which holds the input.
    super(`${url.replace(/\?.*/, '')} answered ${status} ${said}, not as the API does.`);
    this.status = status;
    this.requestId = headers.get('apigw-requestid') ?? undefined;
    this.retryAfter = retryAfter;
  }
}

/** Whether something thrown is a {@link GatewayError}. */
export function isGatewayError(error: unknown): error is GatewayError {
  return error instanceof GatewayError;
}
