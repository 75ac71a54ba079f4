import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';
import { UserError } from '../../tools/program.ts';
import { type Listening, listen } from '../listen.ts';

export type EmbeddedDynamoDB = Listening & {
  /** The only credentials that the server accepts. They allow everything. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Refuses new requests and waits for those in progress: dynalite ends the process if one finds its database closed. */
  settle(): Promise<void>;
};

/** dynalite with its database in the folder `path`, on a free port of loopback. */
export async function startEmbeddedDynamoDB(path: string): Promise<EmbeddedDynamoDB> {
  await prepareLevel(path);
  const server = dynalite({ path, createTableMs: 0 });
  const accessKeyId = randomBytes(16).toString('hex');
  const { settle } = guard(server, accessKeyId);
  return {
    ...(await listen(server, 0)),
    credentials: { accessKeyId, secretAccessKey: accessKeyId },
    settle,
  };
}

/** Far more than a request takes on a busy machine. */
const settleMs = 30_000;

/**
 * dynalite accepts any signature and any origin, so a web page could find its port and approve markets.
 * It also throws when a client aborts a request, which ends the process. The guard lets only requests
 * with the key of this process pass, and none after `settle`.
 */
function guard(server: Server, accessKeyId: string): { settle(): Promise<void> } {
  const inProgress = new Set<ServerResponse>();
  let isSettling = false;
  const [serve] = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.headers.authorization?.includes(` Credential=${accessKeyId}/`)) {
      response.writeHead(403).end();
      return;
    }
    if (isSettling) {
      response.writeHead(503).end();
      return;
    }
    inProgress.add(response);
    response.once('close', () => inProgress.delete(response));
    serve?.call(server, request, response);
    request.removeAllListeners('error').on('error', () => response.destroy());
  });
  return {
    async settle() {
      isSettling = true;
      const deadline = performance.now() + settleMs;
      while (inProgress.size > 0 && performance.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

/** dynalite opens its LevelDB itself, and a damaged one would end the process. */
async function prepareLevel(path: string): Promise<void> {
  const level = new ClassicLevel(path);
  try {
    await level.open();
  } catch (cause) {
    throw new UserError(
      `The database in ${path} is damaged or cannot be written. Move it away, or start with --fresh to delete it.`,
      { cause },
    );
  }
  await closeIterators(level);
  await level.close();
}

/**
 * dynalite 4.0.0 ends an iterator by a call of `return`, which LevelDB's iterators do not have. Without
 * this method every Query leaves one iterator open, and the memory of the process grows with each call.
 */
export async function closeIterators(level: ClassicLevel): Promise<void> {
  const iterator = level.values();
  const prototype: unknown = Object.getPrototypeOf(iterator);
  await iterator.close();
  if (typeof prototype !== 'object' || prototype === null || 'return' in prototype) return;
  Object.defineProperty(prototype, 'return', {
    value(this: typeof iterator) {
      return this.close();
    },
  });
}
