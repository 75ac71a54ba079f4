import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { type Operation, operations } from '../server/contract/routes.ts';
import type { Outputs } from '../server/deployment/outputs.ts';
import { assertDocumented, findRouteKey } from './openapi/validator.ts';

export const transports = ['rest', 'trpc'] as const;
export type Transport = (typeof transports)[number];

/** An answer, told alike for both transports. */
export type Answer = {
  status: number;
  /** The output of a success, the whole body of a failure. */
  body: unknown;
  /** Our problem code; absent on success and on the gateway's own answers. */
  code: string | undefined;
  issues: unknown;
  requestId: string | undefined;
  headers: Headers;
};

/** Calls a procedure, `b2c.markets.submit`, with its input as tRPC takes it, over either transport. */
export type Call = (
  procedure: string,
  input: Record<string, unknown>,
  token?: string,
) => Promise<Answer>;

export function createCall(outputs: Outputs, transport: Transport): Call {
  const toRequest = createRequest(outputs, transport);
  return (procedure, input, token) => send(toRequest(procedure, input, token));
}

/** A request as it goes over the wire, to be tampered with before it is sent. */
export type HttpRequest = {
  method: string;
  /** Sent as it is: nothing is normalised. */
  origin: string;
  target: string;
  headers: Record<string, string>;
  body?: string | Buffer;
};

export type ToRequest = (
  procedure: string,
  input: Record<string, unknown>,
  token?: string,
) => HttpRequest;

export function createRequest(outputs: Outputs, transport: Transport): ToRequest {
  const build = transport === 'rest' ? toRestRequest : toTrpcRequest;
  return (procedure, input, token) => {
    const { body, ...request } = build(outputs, procedure, input);
    return {
      ...request,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    };
  };
}

/** It gives up idle connections well before the server does, which waits 60 s: see local/listen.ts. */
const agent = new Agent({ keepAlive: true, timeout: 20_000 });

/**
 * Answers of both transports, and the gateway's own, read alike. REST answers only as documented,
 * unless the request is made to reach another operation than its path names.
 */
export function send(
  { method, origin, target, headers, body }: HttpRequest,
  { documented = true } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const options = {
      hostname,
      port,
      method,
      path: target,
      headers: { ...headers, ...length },
      agent,
    };
    const outgoing = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        try {
          const answer = toAnswer(response, Buffer.concat(chunks).toString());
          const routeKey = findRouteKey(method, target);
          if (documented && routeKey !== undefined) assertDocumented(routeKey, answer);
          resolve(answer);
        } catch (error) {
          reject(error);
        }
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

type BareRequest = Omit<HttpRequest, 'headers'>;

function toRestRequest(
  outputs: Outputs,
  procedure: string,
  input: Record<string, unknown>,
): BareRequest {
  const { side, operation } = findOperation(procedure);
  const rest = new Map(Object.entries(input));
  const [method = '', template = ''] = operation.routeKey.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return encodeURIComponent(String(value));
  });
  const origin = baseUrl(outputs, side);
  if (operation.hasBody) {
    return { method, origin, target: path, body: JSON.stringify(Object.fromEntries(rest)) };
  }
  const query = new URLSearchParams(
    [...rest].map(([name, value]): [string, string] => [name, String(value)]),
  );
  return { method, origin, target: query.size === 0 ? path : `${path}?${query}` };
}

function toTrpcRequest(
  outputs: Outputs,
  procedure: string,
  input: Record<string, unknown>,
): BareRequest {
  const { side, name, operation } = findOperation(procedure);
  const origin = baseUrl(outputs, side);
  const target = `/trpc/${side}/${name}`;
  const json = JSON.stringify(input);
  return operation.type === 'query'
    ? { method: 'GET', origin, target: `${target}?${new URLSearchParams({ input: json })}` }
    : { method: 'POST', origin, target, body: json };
}

function toAnswer({ statusCode = 0, headers }: IncomingMessage, text: string): Answer {
  const read: unknown = text === '' ? undefined : JSON.parse(text);
  const answer = toRecord(read);
  const problem = 'error' in answer ? toRecord(toRecord(answer.error).data) : answer;
  const isSuccess = statusCode >= 200 && statusCode < 300;
  return {
    status: statusCode,
    body: isSuccess && 'result' in answer ? toRecord(answer.result).data : read,
    code: isSuccess ? undefined : toText(problem.code),
    issues: isSuccess ? undefined : problem.issues,
    requestId: isSuccess ? undefined : toText(problem.requestId),
    headers: toHeaders(headers),
  };
}

function toHeaders(headers: IncomingHttpHeaders): Headers {
  return new Headers(
    Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
}

function findOperation(procedure: string): { side: string; name: string; operation: Operation } {
  const [side = '', ...names] = procedure.split('.');
  const name = names.join('.');
  for (const operation of operations.values()) {
    const ofSide =
      operation.authorizer === side || (operation.authorizer === null && side === 'public');
    if (ofSide && operation.procedure === name) return { side, name, operation };
  }
  throw new Error(`No procedure ${procedure}`);
}

function baseUrl({ apiUrl, b2bApiUrl }: Outputs, side: string): string {
  return side === 'b2b' ? b2bApiUrl : apiUrl;
}

export function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
