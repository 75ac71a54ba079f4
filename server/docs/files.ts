/** The files of the page at `/docs`, by their names below it: the page itself is made by page.ts. */
export const docsFiles = {
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'oauth2-redirect.html': 'text/html; charset=utf-8',
  'oauth2-redirect.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

export type DocsFile = keyof typeof docsFiles;

/** From beside the bundle in AWS, from where npm put them in the local stack. */
export type ReadDocsFile = (name: DocsFile) => Buffer;

export function isDocsFile(name: string): name is DocsFile {
  return Object.hasOwn(docsFiles, name);
}

export const docsFileNames = Object.keys(docsFiles).filter(isDocsFile);

/** Where the sign-in pages call the page back, below an API's URL: to be registered with the applicants' app client. */
export const docsCallbackPath = '/docs/oauth2-redirect.html';
