import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Listening, listen } from '../listen.ts';
import { type Answer, Refusal, type RefusalStatus } from './answer.ts';
import { headersTooLargeStatus } from './assumptions.ts';

export type Listeners = {
  onRequest: (message: IncomingMessage, response: ServerResponse) => void;
  /** For bytes that are not an HTTP request. */
  onUnparsable: (refusal: Refusal) => Answer;
};

export function listenForHttp(
  port: number,
  { onRequest, onUnparsable }: Listeners,
): Promise<Listening> {
  const server = createServer(serverOptions, onRequest);
  server.on('checkExpectation', onRequest);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const refusal = new Refusal(unparsableStatus[error.code ?? ''] ?? 400);
    socket.end(toBytes(onUnparsable(refusal)), () => socket.destroy());
  });
  return listen(server, port);
}

const serverOptions = {
  // Above API Gateway's limit, so the gateway itself refuses larger headers.
  maxHeaderSize: 32 * 1024,
  // Node's own 400 for a missing host has no request id.
  requireHostHeader: false,
};

const unparsableStatus: Readonly<Record<string, RefusalStatus>> = {
  HPE_HEADER_OVERFLOW: headersTooLargeStatus,
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
