import type { StaticFile } from '../http/static-file.ts';
import type { Urls } from './places.ts';

/**
 * The page that shows the document, on which one can sign in and try each operation. Everything in
 * it comes from this API; beside it the page may only speak with the other API and with the token
 * endpoints. The scripts and styles are files, so nothing inline has to be allowed.
 */
export function toDocsPage({ urls, clientId }: { urls: Urls; clientId: string }): StaticFile {
  return {
    contentType: 'text/html; charset=utf-8',
    headers: {
      'content-security-policy': toPolicy(urls),
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

function toPolicy({ apiUrl, b2bApiUrl, tokenUrl, b2bTokenUrl }: Urls): string {
  const origins = [apiUrl, b2bApiUrl, tokenUrl, b2bTokenUrl].map((url) => new URL(url).origin);
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
