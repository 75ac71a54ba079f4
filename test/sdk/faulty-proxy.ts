import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Outputs } from '../../server/deployment/outputs.ts';

/** What goes wrong with one request. */
export type Fault =
  | 'none'
  /** The connection breaks before the request reaches the server. */
  | 'drop-request'
  /** The server does its work, and the connection breaks before the answer. */
  | 'drop-answer'
  /** The connection breaks in the middle of the answer's body. */
  | 'cut-body'
  /** A well-formed answer that ends too early, as a bad proxy makes it. */
  | 'truncate-body'
  /** The answer comes late. */
  | { delayMs: number }
  /** The proxy itself answers; the server never sees the request. */
  | { status: number; headers?: Record<string, string>; body?: string };

export type FaultyProxy = AsyncDisposable & {
  url: string;
  /** Each request takes the first one that is left; without any, all goes well. */
  faults: Fault[];
  /** `GET /trpc/b2c/markets.list`, in order of arrival. */
  seen: string[];
  authorizations: (string | undefined)[];
  /** Milliseconds. */
  arrivals: number[];
};

/** An HTTP proxy in front of `target` that fails on command. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const faults: Fault[] = [];
  const seen: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const arrivals: number[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url?.replace(/\?.*/, '')}`);
    arrivals.push(performance.now());
    authorizations.push(request.headers.authorization);
    serve(target, { request, response, fault: faults.shift() ?? 'none' }).catch(() =>
      response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    faults,
    seen,
    authorizations,
    arrivals,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The token endpoint behind a proxy; the pages and the issuer's name as they are. */
export async function proxyTokenEndpoint(
  outputs: Outputs,
): Promise<FaultyProxy & { outputs: Outputs }> {
  const { origin, pathname } = new URL(outputs.tokenUrl);
  const proxy = await startFaultyProxy(origin);
  return Object.assign(proxy, { outputs: { ...outputs, tokenUrl: proxy.url + pathname } });
}

type Exchange = { request: IncomingMessage; response: ServerResponse; fault: Fault };

async function serve(target: string, { request, response, fault }: Exchange): Promise<void> {
  const body = Buffer.concat(await Array.fromAsync(request));
  if (fault === 'drop-request') return void response.destroy();
  if (typeof fault === 'object' && 'status' in fault) {
    response.writeHead(fault.status, fault.headers).end(fault.body);
    return;
  }
  const answer = await fetch(target + request.url, {
    method: request.method ?? 'GET',
    headers: toHeaders(request),
    ...(body.length > 0 && { body }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (fault === 'drop-answer') return void response.destroy();
  if (typeof fault === 'object') await new Promise((done) => setTimeout(done, fault.delayMs));
  const sent = fault === 'truncate-body' ? bytes.subarray(0, bytes.length / 2) : bytes;
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    'content-length': sent.length,
  });
  if (fault !== 'cut-body') return void response.end(sent);
  response.write(sent.subarray(0, sent.length / 2), () => response.destroy());
}

function toHeaders({ headers }: IncomingMessage): Record<string, string> {
  const passed = ['authorization', 'content-type'].map((name) => [name, headers[name]]);
  return Object.fromEntries(passed.filter(([, value]) => value !== undefined));
}
