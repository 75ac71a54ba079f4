import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Answer } from './answers.ts';
import { createTag, matchesTag } from './etag.ts';

export type StaticFile = {
  content: string | Buffer;
  contentType: string;
  headers?: Record<string, string>;
};

/**
 * Serves a fixed content with an `ETag`, so that clients can revalidate their copy (RFC 9110,
 * section 13.1.2). Compresses it, because an HTTP API does not: the largest script shrinks to a quarter.
 */
export function createStaticFile({
  content,
  contentType,
  headers: own,
}: StaticFile): (event: APIGatewayProxyEventV2) => Answer {
  const tag = createTag(content);
  const headers = {
    'content-type': contentType,
    'cache-control': 'public, max-age=300',
    // The gateway's CORS headers depend on the origin.
    vary: 'accept-encoding, origin',
    // Weak: the same for the compressed bytes and the plain ones.
    etag: `W/"${tag}"`,
    ...own,
  };
  const compressed = once(() => gzip(content).toString('base64'));
  const encoded = once(() => Buffer.from(content).toString('base64'));

  return (event) => {
    if (matchesTag(event.headers['if-none-match'], tag)) return { statusCode: 304, headers };
    if (acceptsGzip(event.headers['accept-encoding'])) {
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

/** RFC 9110, section 12.5.3. Split and not matched: a pattern over this header can take quadratic time. */
function acceptsGzip(acceptEncoding = ''): boolean {
  return acceptEncoding.split(',').some((each) => {
    const [coding = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return coding === 'gzip' && (weight === undefined || Number(weight.slice(2)) > 0);
  });
}

/** Only the pages need zlib, so a cold start does not load it. */
function gzip(content: string | Buffer): Buffer {
  return process.getBuiltinModule('node:zlib').gzipSync(content);
}

/** Calls `make` on the first call and returns the same value ever after. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
