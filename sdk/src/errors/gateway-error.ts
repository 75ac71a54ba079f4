/**
 * Something in front of the API answered in its place: API Gateway refused or failed, a proxy sent a
 * page of its own, or the `url` leads elsewhere. The call has no result.
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code = 'GATEWAY_REFUSED';
  /** The HTTP status that was answered. */
  readonly status: number;
  /** API Gateway's own id of the request, where it answered: quote it when asking for help. */
  readonly requestId: string | undefined;
  /** How long the sender asks to wait, in seconds (RFC 9110, section 10.2.3). */
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
