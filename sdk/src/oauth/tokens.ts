import type { TokenEndpointResponse } from 'oauth4webapi';

/** An access token and its life, in milliseconds since the epoch. */
export type Tokens = { accessToken: string; renewAt: number; expiresAt: number };

/** A token is used for 75 % of its life, counted from before it was asked for. */
export function toTokens(
  { access_token, expires_in = 300 }: TokenEndpointResponse,
  askedAt: number,
): Tokens {
  return {
    accessToken: access_token,
    renewAt: askedAt + expires_in * 750,
    expiresAt: askedAt + expires_in * 1000,
  };
}

type Use = { now: number; refused: string | undefined };

/** Whether it need not be renewed yet. */
export function isFresh({ accessToken, renewAt }: Tokens, { now, refused }: Use): boolean {
  return accessToken !== refused && now < renewAt;
}

/** Whether it still serves where it cannot be renewed. */
export function isUsable({ accessToken, expiresAt }: Tokens, { now, refused }: Use): boolean {
  return accessToken !== refused && now < expiresAt;
}
