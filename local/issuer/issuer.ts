import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { listen } from '../listen.ts';
import { createApp } from './app.ts';
import { createPasswords, defaultPasswordCost } from './store/password.ts';
import { type Clock, cognitoLifetimes, type Lifetimes, type Pool } from './types.ts';
import { createUserPool, openStoredPool, type StoredPool } from './user-pool.ts';

export type IssuerOptions = {
  pools: readonly Pool[];
  /** An existing folder, readable only by its owner. */
  dataDir: string;
  /** Shows a line to the developer, in place of the emails that Cognito sends. */
  announce: (line: string) => void;
  clock?: Clock;
  lifetimes?: Partial<Lifetimes> | undefined;
  /** scrypt's N. A stored hash keeps its cost. @default 2^15 */
  passwordCost?: number | undefined;
  /** Makes an RSA private key, as PKCS #8 in PEM, for a pool that has none. @default a new one of 2048 bits */
  generateKey?: (() => Promise<string>) | undefined;
};

export type Issuer = {
  /** Serves every pool on 127.0.0.1 below `${origin}/${poolId}`; port 0 picks a free port. */
  listen(port: number): Promise<{ origin: string; close(): Promise<void> }>;
  /** Adds a callback URL to an app client, also while the issuer listens. */
  addCallbackUrl(poolId: string, clientId: string, url: string): void;
  /** Ensures that a confirmed account with this password exists. */
  signUpConfirmed(
    poolId: string,
    credentials: { email: string; password: string },
  ): Promise<{ sub: string }>;
};

export async function createIssuer({
  pools,
  dataDir,
  announce,
  clock = Date.now,
  lifetimes,
  passwordCost = defaultPasswordCost,
  generateKey,
}: IssuerOptions): Promise<Issuer> {
  const options = { dataDir, announce, clock, lifetimes: { ...cognitoLifetimes, ...lifetimes } };
  const passwords = createPasswords(passwordCost);
  const stored = await Promise.all(
    pools.map((pool) => openStoredPool(pool, { ...options, passwords, generateKey })),
  );

  function findPool(poolId: string): StoredPool {
    const found = stored.find(({ pool }) => pool.poolId === poolId);
    if (!found) throw new Error(`There is no user pool "${poolId}".`);
    return found;
  }

  return {
    async listen(port) {
      const server = createServer();
      const { url: origin, close } = await listen(server, port);
      const userPools = stored.map((pool) => createUserPool(pool, { ...options, origin }));
      const app = createApp(userPools, announce);
      const serve = getRequestListener(app.fetch, { overrideGlobalObjects: false });
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        // RFC 9112, section 3.2. Node itself would take the first.
        if ((request.headersDistinct.host?.length ?? 0) === 1) return serve(request, response);
        response.writeHead(400, { 'content-type': 'text/plain', connection: 'close' });
        response.end('Bad Request: expected one Host header');
      });
      return { origin, close };
    },

    addCallbackUrl(poolId, clientId, url) {
      const { clients } = findPool(poolId);
      const client = clients.get(clientId);
      if (client?.kind !== 'public') throw new Error(`"${clientId}" is not a public app client.`);
      clients.set(clientId, { ...client, callbackUrls: [...client.callbackUrls, url] });
    },

    signUpConfirmed: async (poolId, credentials) =>
      findPool(poolId).users.signUpConfirmed(credentials),
  };
}
