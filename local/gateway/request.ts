import type { IncomingMessage } from 'node:http';
import { Refusal } from './answer.ts';
import { headersTooLargeStatus } from './assumptions.ts';

/** The head of a request as it came: the target still encoded, repeated headers joined. */
export type GatewayRequest = {
  method: string;
  /** Still percent-encoded, neither decoded nor normalised. */
  encodedPath: string;
  /** The same, decoded once. */
  rawPath: string;
  rawQueryString: string;
  /** Lower-case names; `cookie` is among them. */
  headers: ReadonlyMap<string, string>;
  protocol: string;
  sourceIp: string;
  requestId: string;
  receivedAt: number;
};

export function toGatewayRequest(
  message: IncomingMessage,
  arrival: Pick<GatewayRequest, 'requestId' | 'receivedAt' | 'sourceIp'>,
): GatewayRequest {
  assertHeadSize(message);
  const { method = '', url = '', httpVersion } = message;
  const headers = toHeaders(message.rawHeaders);
  if (httpVersion === '1.1' && !headers.has('host')) throw new Refusal(400);
  if (!originFormPattern.test(url)) throw new Refusal(400);
  const queryAt = url.indexOf('?');
  const encodedPath = queryAt === -1 ? url : url.slice(0, queryAt);
  return {
    ...arrival,
    method,
    encodedPath,
    rawPath: decodePath(encodedPath),
    rawQueryString: queryAt === -1 ? '' : url.slice(queryAt + 1),
    headers,
    protocol: `HTTP/${httpVersion}`,
  };
}

export const maxHeadBytes = 10_240;

/** RFC 9112 section 3.2.1: nothing but visible ASCII, and no fragment. */
const originFormPattern = /^\/[\x21\x22\x24-\x7e]*$/;

function assertHeadSize({ method = '', url = '', rawHeaders }: IncomingMessage): void {
  const requestLine = `${method} ${url} HTTP/1.1\r\n`.length;
  // Every name and every value brings two more bytes: ": " or CRLF.
  const headers = rawHeaders.reduce((bytes, part) => bytes + part.length + 2, 0);
  if (requestLine + headers > maxHeadBytes) throw new Refusal(headersTooLargeStatus);
}

function decodePath(encodedPath: string): string {
  try {
    return decodeURIComponent(encodedPath);
  } catch {
    throw new Refusal(400);
  }
}

/** Node's own `headers` drops repeats of `authorization` and others, so it cannot serve here. */
function toHeaders(rawHeaders: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const earlier = headers.get(name);
    const separator = name === 'cookie' ? '; ' : ',';
    headers.set(name, earlier === undefined ? value : `${earlier}${separator}${value}`);
  }
  return headers;
}
