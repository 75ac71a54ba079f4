import type { TokenEndpointResponse } from 'oauth4webapi';

/** An access token and its times, in milliseconds since the epoch. */
export type Tokens = {
  accessToken: string;
  /** Absent where an earlier version stored them. */
  askedAt?: number | undefined;
  renewAt: number;
  expiresAt: number;
};

/** A token is used for 75 % of its life, counted from before it was requested. */
export function toTokens(
  { access_token, expires_in = 300 }: TokenEndpointResponse,
  askedAt: number,
): Tokens {
  return {
    accessToken: access_token,
    askedAt,
    renewAt: askedAt + expires_in * 750,
    expiresAt: askedAt + expires_in * 1000,
  };
}

type Use = { now: number; refused: string | undefined };

/** Whether it need not be renewed yet. If the clock was set back since, its age is unknown. */
export function isFresh(
  { accessToken, askedAt = 0, renewAt }: Tokens,
  { now, refused }: Use,
): boolean {
  return accessToken !== refused && askedAt <= now && now < renewAt;
}

/** Whether it can still be used if it cannot be renewed. */
export function isUsable({ accessToken, expiresAt }: Tokens, { now, refused }: Use): boolean {
  return accessToken !== refused && now < expiresAt;
}
