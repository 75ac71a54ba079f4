import type { StaticFile } from '../http/static-file.ts';

/** The files of the page at `/docs`, by their names below it: the page itself is made by page.ts. */
export const docsFiles = {
  'page.js': { contentType: 'text/javascript; charset=utf-8' },
  'page.css': { contentType: 'text/css; charset=utf-8' },
  'swagger-ui-bundle.js': { contentType: 'text/javascript; charset=utf-8' },
  'swagger-ui.css': { contentType: 'text/css; charset=utf-8' },
  'oauth2-redirect.html': {
    contentType: 'text/html; charset=utf-8',
    // Its address holds an authorization code: nobody keeps it, and nobody is told (RFC 9700, section 4.2.4).
    headers: {
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  },
  'oauth2-redirect.js': { contentType: 'text/javascript; charset=utf-8' },
  'favicon-32x32.png': { contentType: 'image/png' },
  // Swagger UI is served to anyone, and so are its licence and those of its parts.
  LICENSE: { contentType: 'text/plain; charset=utf-8' },
  NOTICE: { contentType: 'text/plain; charset=utf-8' },
  'swagger-ui-bundle.js.LICENSE.txt': { contentType: 'text/plain; charset=utf-8' },
} as const satisfies Record<string, Omit<StaticFile, 'content'>>;

export type DocsFile = keyof typeof docsFiles;

/** From beside the bundle in AWS, from where npm put them in the local stack. */
export type ReadDocsFile = (name: DocsFile) => Buffer;

export function isDocsFile(name: string): name is DocsFile {
  return Object.hasOwn(docsFiles, name);
}

export const docsFileNames = Object.keys(docsFiles).filter(isDocsFile);

/** Where the sign-in pages call the page back, below an API's URL: to be registered with the applicants' app client. */
export const docsCallbackPath = '/docs/oauth2-redirect.html';
