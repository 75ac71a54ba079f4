import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { type Clock, cognitoLifetimes, type Lifetimes, type Pool } from './types.ts';
import { createUserPool, openStoredPool } from './user-pool.ts';

export type IssuerOptions = {
  pools: readonly Pool[];
  /** An existing folder that only its owner can read. */
  dataDir: string;
  /** Shows a line to the developer, in place of the emails that Cognito sends. */
  announce: (line: string) => void;
  clock?: Clock;
  lifetimes?: Partial<Lifetimes>;
};

export type Issuer = {
  /** Serves every pool on 127.0.0.1 below `${origin}/${poolId}`; port 0 picks a free port. */
  listen(port: number): Promise<{ origin: string; close(): Promise<void> }>;
  /** Makes sure that a confirmed account with this password exists. */
  signUpConfirmed(
    poolId: string,
    credentials: { email: string; password: string },
  ): Promise<{ sub: string }>;
};

const HOST = '127.0.0.1';
const CLOSE_WITHIN_MS = 500;

export async function createIssuer({
  pools,
  dataDir,
  announce,
  clock = Date.now,
  lifetimes,
}: IssuerOptions): Promise<Issuer> {
  const options = { dataDir, announce, clock, lifetimes: { ...cognitoLifetimes, ...lifetimes } };
  const stored = await Promise.all(pools.map((pool) => openStoredPool(pool, options)));

  return {
    async listen(port) {
      const server = createServer();
      const origin = `http://${HOST}:${await startListening(server, port)}`;
      const userPools = stored.map((pool) => createUserPool(pool, { ...options, origin }));
      const app = createApp(userPools, announce);
      server.on('request', getRequestListener(app.fetch, { overrideGlobalObjects: false }));
      return { origin, close: () => close(server) };
    },

    async signUpConfirmed(poolId, credentials) {
      const found = stored.find(({ pool }) => pool.poolId === poolId);
      if (!found) throw new Error(`There is no user pool "${poolId}".`);
      return found.users.signUpConfirmed(credentials);
    },
  };
}

function startListening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
    server.close((error) => {
      clearTimeout(impatience);
      if (error) reject(error);
      else resolve();
    });
  });
}
