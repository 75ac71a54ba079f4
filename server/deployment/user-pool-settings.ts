import type { Outputs } from './outputs.ts';

/**
 * To paste into a browser: sign-in ends at the first callback URL, with a code. The URL has no PKCE
 * challenge, which is optional in Cognito and required by the local issuer. Our own clients always send one.
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

/** A refresh token can be used once; a retry within the grace period succeeds, too. */
export const refreshTokenRotation = { retryGracePeriodSeconds: 10 };

/** Complete: Cognito does not require a character class that the policy leaves out. */
export const passwordPolicy = {
  minimumLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
};
