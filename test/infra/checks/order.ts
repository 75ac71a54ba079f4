import {
  type Graph,
  ofType,
  onlyOf,
  policiesOf,
  type Resource,
  sourcesOf,
  types,
} from '../graph.ts';
import { toList } from './access.ts';

/** What AWS refuses, or does only half, where the other resource is not there yet. */
export function checkOrder(graph: Graph): string[] {
  return [
    // A stage's settings of routes are refused.
    ...ofType(graph, types.stage).flatMap((stage) => {
      const [api] = sourcesOf(graph, stage, 'apiId', types.api);
      const routes = ofType(graph, types.route).filter(({ propertyDependencies }) =>
        propertyDependencies.apiId?.includes(api?.urn ?? ''),
      );
      return mustFollow(stage, routes);
    }),
    // API Gateway calls the alias from then on.
    ...ofType(graph, types.integration).flatMap((integration) => {
      const [api] = sourcesOf(graph, integration, 'apiId', types.api);
      const permissions = ofType(graph, types.permission).filter(({ propertyDependencies }) =>
        propertyDependencies.sourceArn?.includes(api?.urn ?? ''),
      );
      return mustFollow(integration, permissions);
    }),
    // Lambda asks for the rights to trace when it is made.
    ...mustFollow(
      onlyOf(graph, types.function),
      policiesOf(graph, onlyOf(graph, types.function), 'role'),
    ),
    // AWS Backup asks for the rights of its role.
    ...ofType(graph, types.backupSelection).flatMap((selection) =>
      mustFollow(selection, policiesOf(graph, selection, 'iamRoleArn')),
    ),
    ...ofType(graph, types.userPoolClient).flatMap((client) => checkScopes(graph, client)),
    // A pool has one prefix: another one is refused while the first is there.
    ...ofType(graph, types.userPoolDomain)
      .filter(({ deleteBeforeReplace }) => !deleteBeforeReplace)
      .map(({ name }) => `${name} does not make room for another`),
  ];
}

/** Cognito refuses a client whose scopes are not those of a resource server of its pool. */
function checkScopes(graph: Graph, client: Resource): string[] {
  const [pool] = sourcesOf(graph, client, 'userPoolId', types.userPool);
  const servers = ofType(graph, types.resourceServer).filter(({ propertyDependencies }) =>
    propertyDependencies.userPoolId?.includes(pool?.urn ?? ''),
  );
  const scopes = toList(client.inputs.allowedOauthScopes).filter((scope) => /\//.test(`${scope}`));
  return scopes.flatMap((scope) => {
    const offering = servers.filter(({ inputs }) =>
      toList(inputs.scopes).some((each) => `${inputs.identifier}/${toName(each)}` === scope),
    );
    return offering.length === 1
      ? mustFollow(client, offering)
      : [`${client.name}: ${scope} is offered by ${offering.length} resource servers of its pool`];
  });
}

function toName(scope: unknown): unknown {
  return typeof scope === 'object' && scope !== null && 'scopeName' in scope && scope.scopeName;
}

function mustFollow(later: Resource, earlier: readonly Resource[]): string[] {
  return earlier
    .filter(({ urn }) => !later.dependencies.includes(urn))
    .map(({ name }) => `${later.name} does not wait for ${name}`);
}
