import type { Outputs } from './outputs.ts';

/**
 * For pasting into a browser: it ends at the first callback URL, with a code. Without PKCE, which
 * Cognito takes and does not insist on; our own clients always send it, the local issuer insists.
 */
export function createSignInUrl({
  authorizeUrl,
  b2cClientId,
  callbackUrls,
}: Pick<Outputs, 'authorizeUrl' | 'b2cClientId' | 'callbackUrls'>): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: b2cClientId,
    redirect_uri: callbackUrls[0] ?? '',
  });
  return `${authorizeUrl}?${query}`;
}

/** Cognito's app client settings, the same in AWS and in the local issuer. */
export const tokenLifetimes = { accessTokenMinutes: 60, idTokenMinutes: 60, refreshTokenDays: 30 };

/** A refresh token works once; a retry within the grace period is forgiven. */
export const refreshTokenRotation = { retryGracePeriodSeconds: 10 };

/** Said in full: what a pool's own policy leaves out, Cognito does not ask for. */
export const passwordPolicy = {
  minimumLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
};
