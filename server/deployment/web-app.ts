import type { Outputs } from './outputs.ts';

/** Where the sign-in pages return to. */
export const webCallbackPath = '/callback';

/** What the app in `web/` knows of its stack. It reads `/config.json` when it starts. No secret. */
export type WebConfig = Pick<
  Outputs,
  'apiUrl' | 'issuer' | 'authorizeUrl' | 'tokenUrl' | 'logoutUrl' | 'b2cClientId'
>;

export const webConfigPath = '/config.json';

export function createWebConfig(outputs: WebConfig): WebConfig {
  const { apiUrl, issuer, authorizeUrl, tokenUrl, logoutUrl, b2cClientId } = outputs;
  return { apiUrl, issuer, authorizeUrl, tokenUrl, logoutUrl, b2cClientId };
}

/** Nothing inline, nothing of a third party. */
export function createWebPolicy(connections: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    connections,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Only the API and the token endpoint are called. */
export function createConnectionPolicy({
  apiUrl,
  tokenUrl,
}: Pick<WebConfig, 'apiUrl' | 'tokenUrl'>): string {
  const called = [...new Set([apiUrl, tokenUrl].map((url) => new URL(url).origin))];
  return `connect-src 'self' ${called.join(' ')}`;
}

/** The names of built files contain hashes. Everything else is revalidated. */
export const webAssetsFolder = '/assets/';
export const webCacheControl = {
  assets: 'public, max-age=31536000, immutable',
  others: 'no-cache',
};
