import { connect } from 'node:net';
import type { GatewayEvent } from '../../../local/gateway/event.ts';
import {
  type AccessLogEntry,
  createGateway,
  type GatewayOptions,
} from '../../../local/gateway/gateway.ts';
import { patientGatewayTimeLimits } from '../../fixture.ts';

/** Friday, 10 July 2026, 19:19:05.766 UTC. */
export const startTime = 1_783_711_145_766;

/** A gateway on a free port, with a handler that keeps what reaches it. */
export async function startGateway(options: Partial<GatewayOptions>) {
  const events: GatewayEvent[] = [];
  const entries: AccessLogEntry[] = [];
  const running = await createGateway({
    routes: [],
    authorizers: {},
    cors: null,
    ...patientGatewayTimeLimits,
    clock: () => startTime,
    log: (entry) => entries.push(entry),
    ...options,
    handler: async (event, context) => {
      events.push(event);
      return options.handler ? options.handler(event, context) : { statusCode: 200, body: 'ok' };
    },
  }).listen(0);
  return { ...running, events, entries, [Symbol.asyncDispose]: running.close };
}

export function openRoute(routeKey: string) {
  return { routeKey, authorizer: null, scopes: [] };
}

export type RawResponse = { status: number; headers: Map<string, string[]>; body: string };

/** Sends exactly these bytes, which must make the server close: `fetch` would normalise them. */
export async function sendRaw(port: number, bytes: string | Buffer): Promise<RawResponse> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return parseResponse(Buffer.concat(chunks).toString());
}

/** A request with its head as given and no body; the gateway closes the connection after it. */
export function sendHead(
  port: number,
  requestLine: string,
  headers: readonly string[] = [],
  host = 'localhost',
) {
  const head = [`${requestLine} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers];
  return sendRaw(port, `${head.join('\r\n')}\r\n\r\n`);
}

function parseResponse(text: string): RawResponse {
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const [name = '', ...value] = line.split(': ');
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value.join(': ')]);
  }
  return { status: Number(statusLine.split(' ')[1]), headers, body: body.join('\r\n\r\n') };
}
