import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Answer, Refusal, type RefusalStatus } from './answer.ts';
import { HEADERS_TOO_LARGE_STATUS } from './assumptions.ts';

export const LOOPBACK_ADDRESS = '127.0.0.1';

export type Listeners = {
  onRequest: (message: IncomingMessage, response: ServerResponse) => void;
  /** For bytes that are no HTTP request at all. */
  onUnparsable: (refusal: Refusal) => Answer;
};

export type RunningGateway = { url: string; port: number; close(): Promise<void> };

/** Rejects with node's own error, `EADDRINUSE` for one. */
export async function listen(
  port: number,
  { onRequest, onUnparsable }: Listeners,
): Promise<RunningGateway> {
  const server = createServer(SERVER_OPTIONS, onRequest);
  server.on('checkExpectation', onRequest);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const refusal = new Refusal(UNPARSABLE_STATUS[error.code ?? ''] ?? 400);
    socket.end(toBytes(onUnparsable(refusal)), () => socket.destroy());
  });
  server.listen(port, LOOPBACK_ADDRESS);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP address.');

  let closed: Promise<void> | undefined;
  const close = async () => {
    const stopped = once(server, 'close');
    server.close();
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    await stopped;
    clearTimeout(timer);
  };
  return {
    url: `http://${LOOPBACK_ADDRESS}:${address.port}`,
    port: address.port,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** Requests under way may end; what hangs is cut off. */
const CLOSE_GRACE_MS = 300;

const SERVER_OPTIONS = {
  // Above API Gateway's limit, so that the gateway itself can refuse what lies between.
  maxHeaderSize: 32 * 1024,
  // Node's own 400 for a missing host has no request id.
  requireHostHeader: false,
};

const UNPARSABLE_STATUS: Readonly<Record<string, RefusalStatus>> = {
  HPE_HEADER_OVERFLOW: HEADERS_TOO_LARGE_STATUS,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

function toBytes({ status, headers, body }: Answer): Buffer {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
    'connection: close',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}
