import * as pulumi from '@pulumi/pulumi';
import * as z from 'zod';
import type { AuthorizerName } from '../../server/contract/access-token.ts';
import { createCityResourceServers, listActionScopes } from '../../server/contract/scopes.ts';
import type { City, CityHall } from '../../server/domain/cities.ts';
import * as aws from '../aws.ts';

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

/** The resource servers of the city scopes: `City`, `City2` and so on. */
export function createCityServers(
  name: string,
  { cityHalls, userPoolId }: { cityHalls: readonly CityHall[]; userPoolId: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): aws.cognito.ResourceServer[] {
  const cities = cityHalls.flatMap((hall) => hall.cities);
  const keepNames = new pulumi.ResourceHook(
    `${name}-keep-city-names`,
    ({ oldInputs }) => assertNamesKept(oldInputs, cities),
    { onDryRun: true },
  );
  return createCityResourceServers(cities).map(
    (server) =>
      new aws.cognito.ResourceServer(
        `${name}-${server.identifier}`,
        {
          userPoolId,
          identifier: server.identifier,
          name: server.identifier,
          scopes: server.cities.map((city) => ({
            scopeName: city.key,
            scopeDescription: `${descriptionPrefix}${city.name}`,
          })),
        },
        { ...opts, hooks: { beforeUpdate: [keepNames] } },
      ),
  );
}

const descriptionPrefix = 'Act for ';

const deployedSchema = z.object({
  scopes: z.array(z.object({ scopeName: z.string(), scopeDescription: z.string() })),
});

/**
 * Markets are stored under the display name of their city: with another spelling, the stored markets
 * would be in no list. The deployed scopes still have the old name.
 */
export function assertNamesKept(deployed: unknown, cities: readonly City[]): void {
  const names = new Map(cities.map((city) => [city.key, city.name]));
  const respelled = deployedSchema.parse(deployed).scopes.flatMap((scope) => {
    const name = names.get(scope.scopeName);
    const deployedName = scope.scopeDescription.slice(descriptionPrefix.length);
    return name === undefined || name === deployedName
      ? []
      : [`"${name}" is deployed as "${deployedName}": write "${deployedName}"`];
  });
  if (respelled.length === 0) return;
  throw new pulumi.RunError(
    `cityHalls: ${respelled.join('; ')}. Markets are stored under the name of their city, and another spelling would remove them from every list.`,
  );
}
