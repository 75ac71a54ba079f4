import type { ServedSide } from '../deployment/served-side.ts';
import type { StaticFile } from '../http/static-file.ts';
import type { Urls } from './places.ts';

type DocsPage = {
  urls: Urls;
  /** The applicants' app client. */
  clientId: string;
  side: ServedSide;
};

/**
 * The page that shows an API's document. A reader can sign in and try each operation. Scripts and styles
 * are files of this API, so that the policy allows nothing inline.
 */
export function createDocsPage({ urls, clientId, side }: DocsPage): StaticFile {
  return {
    contentType: 'text/html; charset=utf-8',
    headers: {
      'content-security-policy': createContentSecurityPolicy(urls, side),
      'referrer-policy': 'no-referrer',
    },
    content: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Christmas Markets API</title>
<link rel="icon" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="stylesheet" href="docs/page.css">
</head>
<body>
<main id="docs" data-client-id="${escapeAttribute(clientId)}"></main>
<footer>Swagger UI shows this page: <a href="docs/LICENSE">licence</a>, <a href="docs/NOTICE">notice</a>, <a href="docs/swagger-ui-bundle.js.LICENSE.txt">its parts</a>.</footer>
<noscript>This page needs JavaScript. The document itself is at <a href="openapi.json">openapi.json</a>.</noscript>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/page.js"></script>
</body>
</html>
`,
  };
}

/** The page calls the API that it describes and the token endpoints of that API, no other host. */
function createContentSecurityPolicy(urls: Urls, side: ServedSide): string {
  const called = {
    b2c: [urls.apiUrl, urls.tokenUrl],
    b2b: [urls.b2bApiUrl, urls.b2bTokenUrl],
  };
  const origins = (side ? called[side] : Object.values(called).flat()).map(
    (url) => new URL(url).origin,
  );
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${[...new Set(origins)].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
