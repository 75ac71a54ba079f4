import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { invalidInput, Problem } from '../domain/problems.ts';
import { parseJson } from './strict-json.ts';

/** The longest valid input is a market of about 10 KiB; a batch may hold several. */
export const maxBodyBytes = 64 * 1024;

/** Reads a JSON body. Refuses one that is too large, malformed or of another content type or coding. */
export function readJsonBody(event: APIGatewayProxyEventV2): unknown {
  assertContentType(event.headers['content-type'] ?? '');
  assertNotEncoded(event.headers['content-encoding'] ?? 'identity');
  return parseJson(readText(event), 'The body');
}

/** Reads the query. Refuses a parameter that is given twice, because it is unclear which one counts. */
export function readQuery(event: APIGatewayProxyEventV2): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(event.rawQueryString)) {
    if (query.has(name))
      throw invalidInput(name, 'is given more than once in the query', 'repeated');
    query.set(name, value);
  }
  return query;
}

function assertContentType(contentType: string): void {
  const [mediaType = ''] = contentType.split(';');
  if (mediaType.trim().toLowerCase() === 'application/json') return;
  throw new Problem(
    'UNSUPPORTED_MEDIA_TYPE',
    `Send content-type: application/json, not ${JSON.stringify(contentType.slice(0, 100))}.`,
  );
}

/** RFC 9110, section 15.5.16: the answer says which codings are accepted. */
function assertNotEncoded(contentEncoding: string): void {
  if (contentEncoding.trim().toLowerCase() === 'identity') return;
  throw new Problem(
    'UNSUPPORTED_MEDIA_TYPE',
    `Send the body without content-encoding, not as ${JSON.stringify(contentEncoding.slice(0, 100))}.`,
    { headers: { 'accept-encoding': 'identity' } },
  );
}

function readText({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): string {
  if (!isBase64Encoded) {
    assertSize(Buffer.byteLength(body));
    return body.replace(byteOrderMark, '');
  }
  const bytes = Buffer.from(body, 'base64');
  assertSize(bytes.length);
  return decodeUtf8(bytes);
}

function assertSize(bytes: number): void {
  if (bytes <= maxBodyBytes) return;
  throw new Problem(
    'PAYLOAD_TOO_LARGE',
    `The body has ${bytes} bytes; at most ${maxBodyBytes} are allowed.`,
  );
}

/** Strict: otherwise bytes that are not UTF-8 would be stored as replacement characters. */
function decodeUtf8(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw new Problem('MALFORMED_REQUEST', 'The body is not UTF-8.', { cause });
  }
}

/** Some systems write it (RFC 8259, section 8.1, allows to ignore it). */
const byteOrderMark = /^\uFEFF/;

/** Skips a byte order mark, too. */
const utf8 = new TextDecoder('utf-8', { fatal: true });
