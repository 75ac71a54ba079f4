import type { AuthorizationServer, Client } from 'oauth4webapi';
import type { Fetch } from '../transport.ts';
import type { IssuerEndpoints } from './endpoints.ts';
import type { createLock } from './lock.ts';
import type { Session } from './session.ts';
import type { SignInAttempt } from './sign-in.ts';
import type { Stored } from './storage.ts';

/** What the parts of a sign-in work with. */
export type SignInContext = {
  client: Client;
  redirectUri: string;
  scopes: readonly string[] | undefined;
  server: AuthorizationServer & { token_endpoint: string };
  endpoints: IssuerEndpoints;
  session: Stored<Session>;
  /** Sign-ins that were begun, newest first. */
  attempts: Stored<SignInAttempt[]>;
  lock: ReturnType<typeof createLock>;
  fetch: Fetch | undefined;
  clock: () => number;
};
