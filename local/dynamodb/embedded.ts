import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';
import { UserError } from '../../tools/program.ts';
import { type Listening, listen } from '../listen.ts';
import { createTransactions, type WireAnswer } from './transactions.ts';
import { createTurns } from './turns.ts';

export type EmbeddedDynamoDB = Listening & {
  /** The only credentials that the server accepts. They allow everything. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Refuses new requests and waits for those in progress: dynalite ends the process if one finds its database closed. */
  settle(): Promise<void>;
  /** Restores the items of a transaction that a kill interrupted. */
  undoTransaction(): Promise<void>;
};

/** dynalite with its database in the folder `path`, on a free port of loopback. */
export async function startEmbeddedDynamoDB(path: string): Promise<EmbeddedDynamoDB> {
  await prepareLevel(path);
  const server = dynalite({ path, createTableMs: 0 });
  const keys = { outer: createKey(), inner: createKey() };
  let transactions: ReturnType<typeof createTransactions> | undefined;
  const { settle } = guard(server, keys, async (input) => transactions?.run(input));
  const listening = await listen(server, 0);
  const client = new DynamoDBClient({
    endpoint: listening.url,
    region: 'local',
    credentials: toCredentials(keys.inner),
  });
  transactions = createTransactions(client, `${path}.transaction`);
  return {
    ...listening,
    credentials: toCredentials(keys.outer),
    settle,
    undoTransaction: transactions.undo,
    async close() {
      client.destroy();
      await listening.close();
    },
  };
}

function createKey(): string {
  return randomBytes(16).toString('hex');
}

function toCredentials(key: string) {
  return { accessKeyId: key, secretAccessKey: key };
}

/** Far more than a request takes on a busy machine. */
const settleMs = 30_000;
const transactTarget = 'DynamoDB_20120810.TransactWriteItems';

function untilClosed(response: ServerResponse, start: () => void): Promise<void> {
  if (response.closed || response.destroyed) return Promise.resolve();
  const closed = new Promise<void>((resolve) => response.once('close', () => resolve()));
  start();
  return closed;
}

/**
 * dynalite accepts any signature and any origin, so a web page could find its port and approve markets.
 * It also throws when a client aborts a request, which ends the process. The guard lets only requests
 * with the key of this process pass, and none after `settle`. Transactions run alone; their own
 * requests have the inner key.
 */
function guard(
  server: Server,
  keys: { outer: string; inner: string },
  transact: (input: unknown) => Promise<WireAnswer | undefined>,
): { settle(): Promise<void> } {
  const turns = createTurns();
  const inProgress = new Set<ServerResponse>();
  let isSettling = false;
  const [serve] = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { authorization } = request.headers;
    const isInner = authorization?.includes(` Credential=${keys.inner}/`);
    if (!isInner && !authorization?.includes(` Credential=${keys.outer}/`)) {
      response.writeHead(403).end();
      return;
    }
    if (isSettling && !isInner) {
      response.writeHead(503).end();
      return;
    }
    inProgress.add(response);
    response.once('close', () => inProgress.delete(response));
    request.on('error', () => response.destroy());
    const start = () => {
      serve?.call(server, request, response);
      request.removeAllListeners('error').on('error', () => response.destroy());
    };
    if (isInner) start();
    else if (request.headers['x-amz-target'] === transactTarget) void serveTransaction();
    else void turns.share(() => untilClosed(response, start));

    async function serveTransaction() {
      try {
        const input: unknown = JSON.parse(Buffer.concat(await request.toArray()).toString());
        const answer = await turns.alone(() => transact(input));
        const headers = { 'content-type': 'application/x-amz-json-1.0' };
        response.writeHead(answer?.status ?? 500, headers).end(JSON.stringify(answer?.body ?? {}));
      } catch {
        response.destroy();
      }
    }
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
