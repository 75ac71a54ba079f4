import { type City, type CityHall, cityScopeServer, toCityScope } from '../domain/cities.ts';
import type { AuthorizerName } from './access-token.ts';
import { routes } from './routes.ts';

/** The scopes that the routes of one side of the API require. */
export function listActionScopes(side: AuthorizerName): string[] {
  return [
    ...new Set(routes.flatMap(({ authorizer, scopes }) => (authorizer === side ? scopes : []))),
  ];
}

/** All scopes of a city hall's app client: its action, and its cities. */
export function listCityHallScopes(hall: CityHall, halls: readonly CityHall[]): string[] {
  const cityScopes = listCityScopes(halls.flatMap(({ cities }) => cities))
    .filter(({ city }) => hall.cities.some(({ key }) => key === city.key))
    .map(({ scope }) => scope);
  return [...listActionScopes('b2b'), ...cityScopes];
}

/** The scope of each city. `cities` are all cities of the deployment, in the order of its configuration. */
export function listCityScopes(cities: readonly City[]): { city: City; scope: string }[] {
  return createCityResourceServers(cities).flatMap((server) =>
    server.cities.map((city) => ({ city, scope: toCityScope(city, server.identifier) })),
  );
}

/** Cognito's limit of scopes in one resource server. */
const maxScopesPerServer = 100;

/** The resource servers with the scopes of the cities: `City`, and one more for every further hundred cities. */
export function createCityResourceServers(
  cities: readonly City[],
): { identifier: string; cities: City[] }[] {
  const count = Math.ceil(cities.length / maxScopesPerServer);
  return Array.from({ length: count }, (_, index) => ({
    identifier: index === 0 ? cityScopeServer : `${cityScopeServer}${index + 1}`,
    cities: cities.slice(index * maxScopesPerServer, (index + 1) * maxScopesPerServer),
  }));
}

/** All scopes of the applicants' app client. Sign-in pages need `openid` and `email`. */
export const applicantScopes: string[] = ['openid', 'email', ...listActionScopes('b2c')];
