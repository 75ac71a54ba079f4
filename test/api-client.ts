import type { Outputs } from '../server/outputs.ts';
import { type Operation, operations } from '../server/routes.ts';

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
  return transport === 'rest'
    ? (procedure, input, token) => callRest(outputs, procedure, input, token)
    : (procedure, input, token) => callTrpc(outputs, procedure, input, token);
}

async function callRest(
  outputs: Outputs,
  procedure: string,
  input: Record<string, unknown>,
  token?: string,
): Promise<Answer> {
  const { side, operation } = findOperation(procedure);
  const rest = new Map(Object.entries(input));
  const [method = '', template = ''] = operation.routeKey.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return encodeURIComponent(String(value));
  });
  const url = new URL(baseUrl(outputs, side) + path);
  const body = operation.hasBody ? JSON.stringify(Object.fromEntries(rest)) : undefined;
  if (!operation.hasBody) {
    for (const [name, value] of rest) url.searchParams.append(name, String(value));
  }
  const response = await fetch(url, init(method, token, body));
  const answer = await readJson(response);
  const problem = toRecord(answer);
  return {
    status: response.status,
    body: answer,
    code: toText(problem.code),
    issues: problem.issues,
    requestId: toText(problem.requestId),
    headers: response.headers,
  };
}

async function callTrpc(
  outputs: Outputs,
  procedure: string,
  input: Record<string, unknown>,
  token?: string,
): Promise<Answer> {
  const { side, name, operation } = findOperation(procedure);
  const url = new URL(`${baseUrl(outputs, side)}/trpc/${side}/${name}`);
  const json = JSON.stringify(input);
  if (operation.type === 'query') url.searchParams.set('input', json);
  const response = await fetch(
    url,
    operation.type === 'query' ? init('GET', token) : init('POST', token, json),
  );
  const answer = toRecord(await readJson(response));
  if (response.ok) {
    return {
      status: response.status,
      body: toRecord(answer.result).data,
      code: undefined,
      issues: undefined,
      requestId: undefined,
      headers: response.headers,
    };
  }
  const data = toRecord(toRecord(answer.error).data);
  return {
    status: response.status,
    body: answer,
    code: toText(data.code),
    issues: data.issues,
    requestId: toText(data.requestId),
    headers: response.headers,
  };
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

function init(method: string, token: string | undefined, body?: string): RequestInit {
  return {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

export function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
