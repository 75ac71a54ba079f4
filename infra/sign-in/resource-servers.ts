import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { AuthorizerName } from '../../server/contract/access-token.ts';
import { listActionScopes, toCityResourceServers } from '../../server/contract/scopes.ts';
import type { City, CityHall } from '../../server/domain/cities.ts';

/** The resource servers that the scopes in the route table name, e.g. `B2CIdentifier`. */
export function createActionServers(
  name: string,
  { side, userPoolId }: { side: AuthorizerName; userPoolId: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): aws.cognito.ResourceServer[] {
  const scopes = listActionScopes(side).map((scope) => scope.split('/', 2));
  const identifiers = new Set(scopes.map(([identifier = '']) => identifier));
  return [...identifiers].map(
    (identifier) =>
      new aws.cognito.ResourceServer(
        `${name}-${identifier}`,
        {
          userPoolId,
          identifier,
          name: identifier,
          scopes: scopes
            .filter(([server]) => server === identifier)
            .map(([, scopeName = '']) => ({ scopeName, scopeDescription: scopeName })),
        },
        opts,
      ),
  );
}

export function createCityServers(
  name: string,
  { cityHalls, userPoolId }: { cityHalls: readonly CityHall[]; userPoolId: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): aws.cognito.ResourceServer[] {
  const toScope = (city: City) => ({
    scopeName: city.key,
    scopeDescription: `Act for ${city.name}`,
  });
  return toCityResourceServers(cityHalls.flatMap((hall) => hall.cities)).map(
    ({ identifier, cities }) =>
      new aws.cognito.ResourceServer(
        `${name}-${identifier}`,
        { userPoolId, identifier, name: identifier, scopes: cities.map(toScope) },
        opts,
      ),
  );
}
