import { once } from 'node:events';
import type { Server } from 'node:http';

/** The one address that anything of the local stack listens on. */
export const loopbackAddress = '127.0.0.1';

export type Listening = { url: string; port: number; close(): Promise<void> };

/** Port 0 takes a free one. Rejects with node's own error, `EADDRINUSE` for one. */
export async function listen(server: Server, port: number): Promise<Listening> {
  // Node's 5 s, met by a client that was busy for a moment, ends as a reset connection.
  server.keepAliveTimeout = 60_000;
  server.listen(port, loopbackAddress);
  await once(server, 'listening');
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

/** Requests under way may end; what hangs is cut off. */
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
