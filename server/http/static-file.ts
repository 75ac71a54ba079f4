import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Answer } from './answers.ts';

export type StaticFile = {
  content: string | Buffer;
  contentType: string;
  headers?: Record<string, string>;
};

/**
 * Serves a fixed content, so one may keep it and ask whether it changed (RFC 9110, section 13.1.2).
 * An HTTP API compresses nothing by itself, and the largest script shrinks to a quarter.
 */
export function createStaticFile({
  content,
  contentType,
  headers: own,
}: StaticFile): (event: APIGatewayProxyEventV2) => Answer {
  const tag = createHash('sha256').update(content).digest('base64url');
  const headers = {
    'content-type': contentType,
    'cache-control': 'public, max-age=300',
    'x-content-type-options': 'nosniff',
    // The gateway's CORS headers depend on the origin.
    vary: 'accept-encoding, origin',
    // Weak: the same for the compressed bytes and the plain ones.
    etag: `W/"${tag}"`,
    ...own,
  };
  const compressed = once(() => gzipSync(content).toString('base64'));
  const encoded = once(() => Buffer.from(content).toString('base64'));

  return (event) => {
    if (isKnown(event.headers['if-none-match'], tag)) return { statusCode: 304, headers };
    if (takesGzip(event.headers['accept-encoding'])) {
      return {
        statusCode: 200,
        headers: { ...headers, 'content-encoding': 'gzip' },
        body: compressed(),
        isBase64Encoded: true,
      };
    }
    return typeof content === 'string'
      ? { statusCode: 200, headers, body: content }
      : { statusCode: 200, headers, body: encoded(), isBase64Encoded: true };
  };
}

function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(`"${tag}"`);
}

function takesGzip(acceptEncoding: string | undefined): boolean {
  return /(^|,)\s*gzip\s*(;\s*q=(1|0\.\d*[1-9]))?\s*(,|$)/i.test(acceptEncoding ?? '');
}

/** Made when it is first asked for, and kept. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
