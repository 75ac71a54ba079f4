import { tokenLifetimes } from '../../server/deployment/user-pool-settings.ts';

export type PublicClient = {
  kind: 'public';
  clientId: string;
  clientName: string;
  callbackUrls: readonly string[];
  logoutUrls: readonly string[];
  /** Custom scopes and OpenID's, `openid` and `email`. */
  scopes: readonly string[];
  refreshTokenRotation?: { retryGracePeriodSeconds: number };
};

export type MachineClient = {
  kind: 'machine';
  clientId: string;
  clientName: string;
  clientSecret: string;
  scopes: readonly string[];
};

export type Client = PublicClient | MachineClient;

export type Pool = { poolId: string; clients: readonly Client[] };

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** All in seconds. */
export type Lifetimes = {
  accessToken: number;
  idToken: number;
  refreshToken: number;
  authorizationCode: number;
  session: number;
  confirmationCode: number;
};

export const cognitoLifetimes: Lifetimes = {
  accessToken: tokenLifetimes.accessTokenMinutes * 60,
  idToken: tokenLifetimes.idTokenMinutes * 60,
  refreshToken: tokenLifetimes.refreshTokenDays * 24 * 3600,
  authorizationCode: 5 * 60,
  session: 3600,
  confirmationCode: 24 * 3600,
};
