import { validateHeaderName, validateHeaderValue } from 'node:http';
import { type Answer, Refusal } from './answer.ts';
import { hopByHopHeaders, maxIntegrationStatus, minIntegrationStatus } from './assumptions.ts';
import { isJsonObject, type JsonObject } from './claims.ts';

/** Converts a response of payload format version 2.0. An invalid response becomes 500. */
export function toAnswer(result: unknown): Answer {
  if (!isJsonObject(result) || result.statusCode === undefined) return toInferredAnswer(result);
  return {
    status: toStatus(result.statusCode),
    headers: [...toHeaders(result.headers), ...toCookieHeaders(result.cookies)],
    body: toBody(result),
  };
}

type Headers = Answer['headers'];

/** Without a status code, the result of the function is the body. */
function toInferredAnswer(result: unknown): Answer {
  return {
    status: 200,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(typeof result === 'string' ? result : JSON.stringify(result)),
  };
}

function toStatus(statusCode: unknown): number {
  const isStatus =
    typeof statusCode === 'number' &&
    Number.isInteger(statusCode) &&
    statusCode >= minIntegrationStatus &&
    statusCode <= maxIntegrationStatus;
  if (!isStatus) throw new Refusal(500);
  return statusCode;
}

function toHeaders(headers: unknown): Headers {
  if (headers !== undefined && headers !== null && !isJsonObject(headers)) throw new Refusal(500);
  const given = Object.entries(headers ?? {})
    .map(([name, value]) => toHeader(name.toLowerCase(), value))
    .filter(([name]) => name !== 'content-length' && !hopByHopHeaders.has(name));
  const hasContentType = given.some(([name]) => name === 'content-type');
  return hasContentType ? given : [['content-type', 'text/plain; charset=utf-8'], ...given];
}

function toCookieHeaders(cookies: unknown): Headers {
  if (cookies === undefined || cookies === null) return [];
  if (!Array.isArray(cookies)) throw new Refusal(500);
  return cookies.map((cookie) => toHeader('set-cookie', cookie));
}

function toHeader(name: string, value: unknown): readonly [string, string] {
  if (!['string', 'number', 'boolean'].includes(typeof value)) throw new Refusal(500);
  const text = String(value);
  try {
    validateHeaderName(name);
    validateHeaderValue(name, text);
  } catch {
    throw new Refusal(500);
  }
  return [name, text];
}

function toBody({ body, isBase64Encoded }: JsonObject): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body !== 'string') throw new Refusal(500);
  return Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
}
