import { type City, type CityHall, cityScopeServer, toCityScope } from '../domain/cities.ts';
import type { AuthorizerName } from './access-token.ts';
import { routes } from './routes.ts';

/** The scope of one side of the API, as its routes name it. */
export function listActionScopes(side: AuthorizerName): string[] {
  return [
    ...new Set(routes.flatMap(({ authorizer, scopes }) => (authorizer === side ? scopes : []))),
  ];
}

/** All scopes of a city hall's app client: what it may do, and where. */
export function toCityHallScopes(hall: CityHall, halls: readonly CityHall[]): string[] {
  const cityScopes = toCityScopes(halls.flatMap(({ cities }) => cities))
    .filter(({ city }) => hall.cities.some(({ key }) => key === city.key))
    .map(({ scope }) => scope);
  return [...listActionScopes('b2b'), ...cityScopes];
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
export const applicantScopes: string[] = ['openid', 'email', ...listActionScopes('b2c')];
