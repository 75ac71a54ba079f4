import type { IncomingMessage } from 'node:http';
import { Refusal } from './answer.ts';
import { cutPattern, headersTooLargeStatus } from './assumptions.ts';

/** The head of a request: the target still encoded, repeated headers joined. */
export type GatewayRequest = {
  method: string;
  /** Still percent-encoded, neither decoded nor normalised. */
  encodedPath: string;
  /** The path decoded once, and cut at a decoded `?`. */
  rawPath: string;
  rawQueryString: string;
  /** Lower-case names; `cookie` is among them. */
  headers: ReadonlyMap<string, string>;
  protocol: string;
  sourceIp: string;
  requestId: string;
  receivedAt: number;
};

export function readGatewayRequest(
  message: IncomingMessage,
  arrival: Pick<GatewayRequest, 'requestId' | 'receivedAt' | 'sourceIp'>,
): GatewayRequest {
  assertHeadSize(message);
  const { method = '', url = '', httpVersion } = message;
  const headers = joinHeaders(message.rawHeaders);
  const hosts = message.rawHeaders.filter((name, index) => index % 2 === 0 && isHost(name)).length;
  // RFC 9112, section 3.2.
  if (hosts > 1 || (httpVersion === '1.1' && hosts === 0)) throw new Refusal(400);
  if (!originFormPattern.test(url)) throw new Refusal(400);
  const queryAt = url.indexOf('?');
  const encodedPath = queryAt === -1 ? url : url.slice(0, queryAt);
  return {
    ...arrival,
    method,
    encodedPath,
    rawPath: decodePath(encodedPath).replace(cutPattern, ''),
    rawQueryString: queryAt === -1 ? '' : url.slice(queryAt + 1),
    headers,
    protocol: `HTTP/${httpVersion}`,
  };
}

function isHost(name: string): boolean {
  return name.toLowerCase() === 'host';
}

/** API Gateway answers 403 to a host name that leads to no API. */
export function assertHost({ headers }: GatewayRequest): void {
  const host = headers.get('host');
  if (host === undefined || ownHostPattern.test(host)) return;
  const reason = `the Host header is ${JSON.stringify(host)}: expected 127.0.0.1 or localhost`;
  throw new Refusal(403, { reason });
}

const ownHostPattern = /^(127\.0\.0\.1|localhost|\[::1\])(:\d*)?$/i;

export const maxHeadBytes = 10_240;

/** RFC 9112, section 3.2.1: only visible ASCII, no fragment. */
const originFormPattern = /^\/[\x21\x22\x24-\x7e]*$/;

function assertHeadSize({ method = '', url = '', rawHeaders }: IncomingMessage): void {
  const requestLine = `${method} ${url} HTTP/1.1\r\n`.length;
  // Every name and every value is followed by two bytes: ": " or CRLF.
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

/** Not Node's `headers`, which drops repeats of `authorization` and of other headers. */
function joinHeaders(rawHeaders: readonly string[]): Map<string, string> {
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
