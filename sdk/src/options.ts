/** Refuses a required option that is missing, as it can be without TypeScript. */
export function assertGiven(options: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === 'string' && value !== '') continue;
    throw new TypeError(`${name} must be a non-empty string, found ${typeof value}.`);
  }
}

/** Whether `http:` URLs are accepted beyond loopback. */
export type InsecureHttp = {
  /**
   * Accepts `http:` URLs of other hosts than this device, for example of a compose file or of a phone in
   * your network. Tokens are sent unencrypted then: never set it in production.
   * @default false
   */
  allowInsecureHttp?: boolean | undefined;
};

/**
 * Refuses URLs that tokens must not be sent to (RFC 6750, section 5.3): everything but `https:`. The local
 * stack has no certificate, so that `http:` is allowed on loopback.
 */
export function assertSecureUrls(
  options: Readonly<Record<string, unknown>>,
  allowInsecureHttp: boolean | undefined,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (isSecureUrl(`${value}`, allowInsecureHttp)) continue;
    throw new TypeError(
      `${name} must be an https:// URL, found ${value}. (allowInsecureHttp allows http://.)`,
    );
  }
}

/** Whether a URL is `https:`, or `http:` where that is allowed. */
export function isSecureUrl(url: string, allowInsecureHttp: boolean | undefined): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isHttpAllowed = allowInsecureHttp || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHttpAllowed);
}
