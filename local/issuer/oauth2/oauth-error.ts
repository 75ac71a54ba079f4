import type { Context } from 'hono';

type ErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'
  | 'invalid_scope';

/** An error answer of the token or the revocation endpoint. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: ErrorCode;
  readonly usedBasic: boolean;

  constructor(code: ErrorCode, { usedBasic = false } = {}) {
    super(code);
    this.code = code;
    this.usedBasic = usedBasic;
  }
}

export function toOAuthResponse(c: Context, { code, usedBasic }: OAuthError): Response {
  c.header('cache-control', 'no-store');
  if (code !== 'invalid_client' || !usedBasic) return c.json({ error: code }, 400);
  c.header('www-authenticate', 'Basic realm="token"');
  return c.json({ error: code }, 401);
}
