import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { invalidInput, Problem } from '../domain/problems.ts';
import { parseJson } from './strict-json.ts';

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

/** The query's parameters. Each may be given once: which of two would count is anyone's guess. */
export function readQuery(event: APIGatewayProxyEventV2): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(event.rawQueryString)) {
    if (query.has(name)) throw invalidInput(name, 'is given more than once in the query');
    query.set(name, value);
  }
  return query;
}
