import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { sha256 } from '../secrets.ts';
import { style } from './style.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

type ErrorStatus = 400 | 403 | 404 | 413 | 421 | 500;

/** An error page. There is no redirect. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly status: ErrorStatus;

  constructor(status: ErrorStatus, message: string) {
    super(message);
    this.status = status;
  }
}

export type Page = {
  title: string;
  body: Html;
  status?: ErrorStatus | 429;
  /** The redirect target of this page's form. */
  redirectUri?: string;
};

export function respondWithPage(c: Context, page: Page): Response | Promise<Response> {
  for (const [name, value] of Object.entries(securityHeaders(page.redirectUri))) {
    c.header(name, value);
  }
  return c.html(createDocument(page), page.status ?? 200);
}

export function respondWithErrorPage(c: Context, status: ErrorStatus, message: string) {
  const body = html`<p role="alert">${message}</p>`;
  return respondWithPage(c, { title: 'Request failed', status, body });
}

const styleHash = sha256(style).toString('base64');

function securityHeaders(redirectUri: string | undefined) {
  return {
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${styleHash}'`,
      `form-action 'self'${redirectUri ? ` ${toSource(redirectUri)}` : ''}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** Chromium applies form-action to the redirect that answers a form, so the callback is named too. */
function toSource(redirectUri: string): string {
  const { protocol, origin, hostname } = new URL(redirectUri);
  // A CSP source has no syntax for an IPv6 address or for the host of an app scheme.
  return protocol.startsWith('http') && !hostname.startsWith('[') ? origin : protocol;
}

const createDocument = ({ title, body }: Page): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Christmas Markets</title>
<style>${raw(style)}</style>
</head>
<body><main><h1>${title}</h1>
${body}
</main></body>
</html>`;
