import * as z from 'zod';
import { findHostNameFault } from './host-name.ts';

/** Cognito's limits: characters of a URL, and URLs in each of the two lists of an app client. */
const maxRedirectUrlLength = 1_024;
const maxRedirectUrls = 100;

const redirectUrlsSchema = z
  .array(
    z.string().superRefine((value, context) => {
      const fault = findFault(value);
      if (fault !== undefined) context.addIssue(fault);
    }),
  )
  .min(1, 'write at least one, e.g. ["https://markets.example.org/callback"]');

export const logoutUrlsSchema = redirectUrlsSchema.max(maxRedirectUrls);

export const callbackUrlsSchema = redirectUrlsSchema.max(
  maxRedirectUrls - 1,
  `write ${maxRedirectUrls - 1} at most: Cognito allows ${maxRedirectUrls}, and the page at /docs needs one`,
);

/** Cognito's own pattern of redirect URLs: letters, marks, symbols, numbers and punctuation. */
const unprintable = /[^\p{L}\p{M}\p{S}\p{N}\p{P}]/u;

function findFault(value: string): string | undefined {
  const quoted = JSON.stringify(value);
  if (value.length > maxRedirectUrlLength) {
    return `a URL of ${value.length} characters: write ${maxRedirectUrlLength} at most, Cognito's limit`;
  }
  if (unprintable.test(value)) {
    return `${quoted} contains a space or a control character: percent-encode it, e.g. a space as "%20"`;
  }
  if (!URL.canParse(value)) return 'write a whole URL, e.g. "https://markets.example.org/callback"';
  const { protocol, hostname, username, password } = new URL(value);
  // In the text, because Cognito compares exact strings: a parser drops an empty fragment, for example.
  if (value.includes('#') || value.includes('*')) {
    return `${quoted}: leave out "#…" and "*", Cognito compares the URL exactly`;
  }
  if (username !== '' || password !== '') {
    return `${quoted}: leave out the user name and the password`;
  }
  if (protocol === 'https:' || protocol === 'http:') {
    return findWebFault(value, hostname, protocol);
  }
  return isAppScheme(protocol, value)
    ? undefined
    : `${quoted}: write https:, or the scheme of a native app, e.g. "myapp://callback"`;
}

const loopbackAddress = /^(127(\.\d+){3}|\[::1\])$/;

function findWebFault(value: string, hostname: string, protocol: string): string | undefined {
  const quoted = JSON.stringify(value);
  if (!value.toLowerCase().startsWith(`${protocol}//`) || value.includes('\\')) {
    return `${quoted} is not a whole URL: write ${protocol}// and a host`;
  }
  if (protocol === 'http:') {
    if (hostname === 'localhost') return undefined;
    return loopbackAddress.test(hostname)
      ? `${quoted}: write http://localhost, the only http: address that Cognito documents`
      : `${quoted} would send sign-in codes in the clear: write https:, or http://localhost while developing`;
  }
  const isAddress = hostname.startsWith('[');
  return isAddress ? undefined : findHostNameFault(hostname);
}

/** Schemes that a browser or another program handles, never the app. */
const knownSchemes: ReadonlySet<string> = new Set([
  ...['about:', 'blob:', 'data:', 'file:', 'filesystem:', 'javascript:', 'vbscript:'],
  ...['ftp:', 'ws:', 'wss:', 'mailto:', 'sms:', 'tel:', 'urn:', 'view-source:', 'intent:'],
]);

/** `myapp://callback`, as Cognito documents it, or a reversed domain name (RFC 8252, section 7.1). */
function isAppScheme(protocol: string, value: string): boolean {
  if (knownSchemes.has(protocol)) return false;
  return protocol.includes('.') || value.slice(protocol.length).startsWith('//');
}
