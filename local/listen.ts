import { once } from 'node:events';
import type { Server } from 'node:http';
import { UserError } from '../tools/program.ts';

/** The only address on which the local stack listens. */
export const loopbackAddress = '127.0.0.1';

export type Listening = { url: string; port: number; close(): Promise<void> };

/** Port 0 takes a free port. */
export async function listen(server: Server, port: number): Promise<Listening> {
  // Node's default of 5 s resets the connection of a client that reuses it a moment too late.
  server.keepAliveTimeout = 60_000;
  server.listen(port, loopbackAddress);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw isPortTaken(error) ? new UserError(portTaken(port), { cause: error }) : error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP address.');
  let closed: Promise<void> | undefined;
  return {
    url: `http://${loopbackAddress}:${address.port}`,
    port: address.port,
    close: () => {
      closed ??= close(server);
      return closed;
    },
  };
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function portTaken(port: number): string {
  return `Port ${port} is in use by another process. Stop that process, or choose another port (npm start -- --help).`;
}

/** Waits for requests in progress, then closes the connections that are still open. */
function close(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), closeGraceMs);
  return new Promise((resolve, reject) => {
    server.close((error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    });
  });
}

const closeGraceMs = 300;
