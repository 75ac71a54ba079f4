import type { AuthorizerName } from './caller.ts';
import { type City, toCityScope } from './cities.ts';
import { routes } from './routes.ts';

/** The scope of one side of the API, as its routes name it. */
export function toActionScopes(side: AuthorizerName): string[] {
  return [
    ...new Set(routes.flatMap(({ authorizer, scopes }) => (authorizer === side ? scopes : []))),
  ];
}

/** All scopes of a city hall's app client: what it may do, and where. */
export function toCityHallScopes(cities: readonly City[]): string[] {
  return [...toActionScopes('b2b'), ...cities.map((city) => toCityScope(city))];
}

/** All scopes of the applicants' app client; `openid` and `email` are what sign-in pages need. */
export function toApplicantScopes(): string[] {
  return ['openid', 'email', ...toActionScopes('b2c')];
}

/** Cognito's app client settings, the same in AWS and in the local issuer. */
export const tokenLifetimes = { accessTokenMinutes: 60, idTokenMinutes: 60, refreshTokenDays: 30 };

/** A refresh token works once; a retry within the grace period is forgiven. */
export const refreshTokenRotation = { retryGracePeriodSeconds: 10 };

export const passwordPolicy = { minimumLength: 12 };
