import type { AuthorizationServer, Client } from 'oauth4webapi';
import type { Fetch } from '../transport.ts';
import type { IssuerEndpoints } from './endpoints.ts';
import type { createLock } from './lock.ts';
import type { SessionStore } from './session-store.ts';
import type { Stored } from './storage.ts';

/** What must be remembered between leaving for the sign-in page and coming back. */
export type SignInAttempt = {
  state: string;
  nonce: string;
  codeVerifier: string;
  returnTo: string | undefined;
  /** In milliseconds since the epoch; absent where an earlier version stored it. */
  begunAt?: number | undefined;
};

/** What the parts of a sign-in share. */
export type SignInContext = {
  client: Client;
  redirectUri: string;
  scopes: readonly string[] | undefined;
  server: AuthorizationServer & { token_endpoint: string };
  endpoints: IssuerEndpoints;
  session: SessionStore;
  /** Sign-ins that were begun, newest first. */
  attempts: Stored<SignInAttempt[]>;
  lock: ReturnType<typeof createLock>;
  fetch: Fetch | undefined;
  clock: () => number;
};
