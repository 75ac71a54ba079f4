/** Refuses a required option that is missing, as it can be without TypeScript. */
export function assertGiven(options: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === 'string' && value !== '') continue;
    throw new TypeError(`${name} must be a non-empty string, found ${typeof value}.`);
  }
}

/**
 * Refuses URLs that tokens must not be sent to (RFC 6750, section 5.3): everything but `https:`. The local
 * stack has no certificate, so that `http:` is allowed on loopback.
 */
export function assertSecureUrls(options: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (isSecureUrl(`${value}`)) continue;
    throw new TypeError(`${name} must be an https:// URL, found ${value}.`);
  }
}

/** Whether a URL is `https:`, or `http:` on loopback. */
export function isSecureUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}
