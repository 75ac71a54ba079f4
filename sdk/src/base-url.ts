/**
 * The URL without a slash at its end. Tokens travel over TLS only (RFC 6750, section 5.3), save to
 * this very machine.
 */
export function toBaseUrl(url: string): string {
  if (new URL(url).protocol !== 'https:' && !isLoopback(url)) {
    throw new TypeError(`${url} must begin with https://, because tokens are sent there.`);
  }
  return url.replace(/\/$/, '');
}

/** A local stack, which has no certificate. */
export function isLoopback(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
