import type { StaticFile } from '../http/static-file.ts';

/** The files of the page at `/docs`, by their names below that path. page.ts creates the page itself. */
export const docsFiles = {
  'page.js': { contentType: 'text/javascript; charset=utf-8' },
  'page.css': { contentType: 'text/css; charset=utf-8' },
  'swagger-ui-bundle.js': { contentType: 'text/javascript; charset=utf-8' },
  'swagger-ui.css': { contentType: 'text/css; charset=utf-8' },
  'oauth2-redirect.html': {
    contentType: 'text/html; charset=utf-8',
    // Its address contains an authorization code: it must not be stored or sent as a referrer (RFC 9700, section 4.2.4).
    headers: {
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  },
  'oauth2-redirect.js': { contentType: 'text/javascript; charset=utf-8' },
  'favicon-32x32.png': { contentType: 'image/png' },
  // The licences of Swagger UI and of its parts require that their texts are distributed with it.
  LICENSE: { contentType: 'text/plain; charset=utf-8' },
  NOTICE: { contentType: 'text/plain; charset=utf-8' },
  'swagger-ui-bundle.js.LICENSE.txt': { contentType: 'text/plain; charset=utf-8' },
} as const satisfies Record<string, Omit<StaticFile, 'content'>>;

export type DocsFile = keyof typeof docsFiles;

/** Reads a file of the page: in AWS from beside the bundle, in the local stack from `node_modules`. */
export type ReadDocsFile = (name: DocsFile) => Buffer;

export function isDocsFile(name: string): name is DocsFile {
  return Object.hasOwn(docsFiles, name);
}

export const docsFileNames = Object.keys(docsFiles).filter(isDocsFile);

/** The path of the redirect URL of the page. It must be registered with the applicants' app client. */
export const docsCallbackPath = '/docs/oauth2-redirect.html';
