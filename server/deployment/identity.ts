import type { AuthorizerName } from '../contract/access-token.ts';
import { routes } from '../contract/routes.ts';
import { type City, type CityHall, cityScopeServer, toCityScope } from '../domain/cities.ts';
import type { Outputs } from './outputs.ts';

/** The scope of one side of the API, as its routes name it. */
export function toActionScopes(side: AuthorizerName): string[] {
  return [
    ...new Set(routes.flatMap(({ authorizer, scopes }) => (authorizer === side ? scopes : []))),
  ];
}

/** All scopes of a city hall's app client: what it may do, and where. */
export function toCityHallScopes(hall: CityHall, halls: readonly CityHall[]): string[] {
  const cityScopes = toCityScopes(halls.flatMap(({ cities }) => cities))
    .filter(({ city }) => hall.cities.some(({ key }) => key === city.key))
    .map(({ scope }) => scope);
  return [...toActionScopes('b2b'), ...cityScopes];
}

/** The scope of each city; `cities` are all of the deployment's, in the order of its configuration. */
export function toCityScopes(cities: readonly City[]): { city: City; scope: string }[] {
  return toCityResourceServers(cities).flatMap((server) =>
    server.cities.map((city) => ({ city, scope: toCityScope(city, server.identifier) })),
  );
}

/** Cognito's limit of scopes in one resource server. */
const maxScopesPerServer = 100;

/** The resource servers of the cities' scopes: `City`, and `City2`, `City3` … for every further hundred. */
export function toCityResourceServers(
  cities: readonly City[],
): { identifier: string; cities: City[] }[] {
  const count = Math.ceil(cities.length / maxScopesPerServer);
  return Array.from({ length: count }, (_, index) => ({
    identifier: index === 0 ? cityScopeServer : `${cityScopeServer}${index + 1}`,
    cities: cities.slice(index * maxScopesPerServer, (index + 1) * maxScopesPerServer),
  }));
}

/** All scopes of the applicants' app client; `openid` and `email` are what sign-in pages need. */
export function toApplicantScopes(): string[] {
  return ['openid', 'email', ...toActionScopes('b2c')];
}

/**
 * For pasting into a browser: it ends at the first callback URL, with a code. Without PKCE, which
 * Cognito takes and does not insist on; our own clients always send it, the local issuer insists.
 */
export function toSignInUrl({
  authorizeUrl,
  b2cClientId,
  callbackUrls,
}: Pick<Outputs, 'authorizeUrl' | 'b2cClientId' | 'callbackUrls'>): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: b2cClientId,
    redirect_uri: callbackUrls[0] ?? '',
  });
  return `${authorizeUrl}?${query}`;
}

/** Cognito's app client settings, the same in AWS and in the local issuer. */
export const tokenLifetimes = { accessTokenMinutes: 60, idTokenMinutes: 60, refreshTokenDays: 30 };

/** A refresh token works once; a retry within the grace period is forgiven. */
export const refreshTokenRotation = { retryGracePeriodSeconds: 10 };

/** Said in full: what a pool's own policy leaves out, Cognito does not ask for. */
export const passwordPolicy = {
  minimumLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
};
