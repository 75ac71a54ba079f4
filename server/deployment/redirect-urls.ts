import * as z from 'zod';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** As RFC 8252 wants them of apps on phones. */
const appScheme = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/;

/** Where Cognito may send a browser back to. */
const redirectUrlsSchema = z
  .array(
    z.string().superRefine((value, context) => {
      if (!URL.canParse(value)) {
        context.addIssue('write a whole URL, e.g. "https://markets.example.org/callback"');
        return;
      }
      const { protocol, hostname, hash } = new URL(value);
      const safe = protocol === 'https:' || appScheme.test(protocol);
      if (!safe && !(protocol === 'http:' && loopback.has(hostname))) {
        context.addIssue(
          `"${value}" would send sign-in codes in the clear: write https:, or http://localhost while developing`,
        );
      }
      if (hash !== '' || value.includes('*')) {
        context.addIssue(
          `"${value}": leave out "#…" and "*": Cognito compares the URL letter by letter`,
        );
      }
    }),
  )
  .min(1, 'give at least one, e.g. ["https://markets.example.org/callback"]');

/** Cognito's, of each of the two lists of a client. */
const maxRedirectUrls = 100;

export const logoutUrlsSchema = redirectUrlsSchema.max(maxRedirectUrls);

export const callbackUrlsSchema = redirectUrlsSchema.max(
  maxRedirectUrls - 1,
  `write ${maxRedirectUrls - 1} at most: Cognito allows ${maxRedirectUrls}, and the page at /docs has one too`,
);
