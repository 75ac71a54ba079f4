import type { Context } from 'hono';

type ErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'
  | 'invalid_scope';

/** An error of the token or the revocation endpoint. Cognito documents 400 for each, also for a wrong secret. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

export function toOAuthResponse(c: Context, { code }: OAuthError): Response {
  c.header('cache-control', 'no-store');
  return c.json({ error: code }, 400);
}
