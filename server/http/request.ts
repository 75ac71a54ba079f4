import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from '../domain/problems.ts';

/** Our longest valid input is a market of about 10 KiB; a batch may hold several. */
export const maxBodyBytes = 64 * 1024;

/** The JSON of a request's body: refused if it is too large, of another type or malformed. */
export function readJsonBody(event: APIGatewayProxyEventV2): unknown {
  const contentType = event.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new Problem(
      'UNSUPPORTED_MEDIA_TYPE',
      `Send content-type: application/json, not ${JSON.stringify(contentType.slice(0, 100))}.`,
    );
  }
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > maxBodyBytes) {
    throw new Problem(
      'PAYLOAD_TOO_LARGE',
      `The body has ${body.length} bytes, at most ${maxBodyBytes} are allowed.`,
    );
  }
  return parseJson(decodeUtf8(body), 'The body');
}

/** Strictly: what is no UTF-8 would otherwise be stored as replacement characters. */
function decodeUtf8(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw new Problem('MALFORMED_REQUEST', 'The body is not UTF-8.', { cause });
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * JSON in which no object has a name twice (RFC 7493, section 2.3): which of two would count is
 * anyone's guess, and whoever looks at a request before us may guess otherwise.
 */
export function parseJson(text: string, subject: string): unknown {
  const value = parse(text, subject);
  if (countNames(value) < countWrittenNames(text)) {
    throw new Problem('MALFORMED_REQUEST', `${subject} gives a name twice in one object.`);
  }
  return value;
}

/** The parser's own message quotes the input, so it stays inside as the cause. */
function parse(text: string, subject: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('MALFORMED_REQUEST', `${subject} is not JSON.`, { cause });
  }
}

/** A string before a colon is a name; every string is taken whole, for a colon may stand in it too. */
function countWrittenNames(json: string): number {
  let count = 0;
  for (const [, colon] of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) {
    if (colon !== undefined) count += 1;
  }
  return count;
}

/** Without recursion: JSON may be as deep as a body is long. */
function countNames(value: unknown): number {
  let count = 0;
  const left = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const values = Object.values(next);
    if (!Array.isArray(next)) count += values.length;
    for (const each of values) left.push(each);
  }
  return count;
}
