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

/** Nothing inline, nothing of a third party: only the API and the token endpoint are called. */
export function createWebPolicy({ apiUrl, tokenUrl }: Pick<WebConfig, 'apiUrl' | 'tokenUrl'>) {
  const called = [...new Set([apiUrl, tokenUrl].map((url) => new URL(url).origin))];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${called.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The names of built files contain hashes. Everything else is revalidated. */
export const webAssetsFolder = '/assets/';
export const webCacheControl = {
  assets: 'public, max-age=31536000, immutable',
  others: 'no-cache',
};
