import { join } from 'node:path';
import { type Endpoints, endpointsOf } from './endpoints.ts';
import { createTokens, type Tokens } from './oauth2/tokens.ts';
import { type AuthorizationCodes, createAuthorizationCodes } from './store/codes.ts';
import { openSigningKeys, type SigningKeys } from './store/keys.ts';
import type { Passwords } from './store/password.ts';
import { openRefreshTokens, type RefreshTokens } from './store/refresh-tokens.ts';
import { createSessions, type Sessions } from './store/sessions.ts';
import { openUsers, type Users } from './store/users.ts';
import { createThrottle, type Throttle } from './throttle.ts';
import type { Client, Clock, Lifetimes, Pool } from './types.ts';

/** The parts that the endpoints of a pool use. */
export type UserPool = {
  issuer: string;
  endpoints: Endpoints;
  /** The endpoints without the origin, for links and redirects within the pool. */
  paths: Endpoints;
  client(clientId: string): Client | undefined;
  keys: SigningKeys;
  tokens: Tokens;
  users: Users;
  refreshTokens: RefreshTokens;
  codes: AuthorizationCodes;
  sessions: Sessions;
  throttle: Throttle;
  lifetimes: Lifetimes;
  announce(line: string): void;
};

type Options = {
  dataDir: string;
  clock: Clock;
  lifetimes: Lifetimes;
  announce: (line: string) => void;
};

/** The stored part of a pool. It needs no origin, so it is usable before the issuer listens. */
export type StoredPool = Pick<UserPool, 'keys' | 'users' | 'refreshTokens'> & {
  pool: Pool;
  /** By client id. */
  clients: Map<string, Client>;
};

export async function openStoredPool(
  pool: Pool,
  {
    dataDir,
    clock,
    lifetimes,
    passwords,
    generateKey,
  }: Options & { passwords: Passwords; generateKey?: (() => Promise<string>) | undefined },
): Promise<StoredPool> {
  if (!/^[\w-]+$/.test(pool.poolId)) {
    throw new Error(`The pool id "${pool.poolId}" may hold only letters, digits, _ and -.`);
  }
  const path = (name: string) => join(dataDir, `${pool.poolId}.${name}.json`);
  return {
    pool,
    clients: new Map(pool.clients.map((client) => [client.clientId, client])),
    keys: await openSigningKeys(path('signing-keys'), generateKey),
    users: await openUsers({ path: path('users'), passwords, clock, lifetimes }),
    refreshTokens: await openRefreshTokens({ path: path('refresh-tokens'), clock, lifetimes }),
  };
}

export function createUserPool(
  { pool, clients, keys, users, refreshTokens }: StoredPool,
  { origin, clock, lifetimes, announce }: Options & { origin: string },
): UserPool {
  const issuer = `${origin}/${pool.poolId}`;
  return {
    issuer,
    endpoints: endpointsOf(issuer),
    paths: endpointsOf(`/${pool.poolId}`),
    client: (clientId) => clients.get(clientId),
    keys,
    tokens: createTokens({ keys, issuer, clock, lifetimes }),
    users,
    refreshTokens,
    codes: createAuthorizationCodes(clock, lifetimes),
    sessions: createSessions(clock, lifetimes),
    throttle: createThrottle(clock),
    lifetimes,
    announce,
  };
}
