import type { AuthorizerName } from '../../../server/contract/access-token.ts';
import { findServedRoutes, routes } from '../../../server/contract/routes.ts';
import { type Graph, ofType, type Resource, sourcesOf, types } from '../graph.ts';

/** Every API serves its part of the route table, each route behind its authorizer and its scopes. */
export function checkRoutes(graph: Graph): string[] {
  return [
    ...ofType(graph, types.api).flatMap((api) => checkServed(graph, api)),
    ...ofType(graph, types.route).flatMap((route) => checkRoute(graph, route)),
  ];
}

function checkServed(graph: Graph, api: Resource): string[] {
  const own = (type: string) =>
    ofType(graph, type).filter((each) => sourcesOf(graph, each, 'apiId', types.api).includes(api));
  const names = own(types.authorizer).map(({ inputs }) => inputs.name);
  const sides = (['b2c', 'b2b'] as const satisfies AuthorizerName[]).filter((side) =>
    names.includes(side),
  );
  const wanted = findServedRoutes(sides).map(({ routeKey }) => routeKey);
  const served = own(types.route).map(({ inputs }) => String(inputs.routeKey));
  return [
    ...wanted
      .filter((routeKey) => !served.includes(routeKey))
      .map((routeKey) => `${routeKey} is not served by ${api.name}`),
    ...served
      .filter((routeKey) => !wanted.includes(routeKey))
      .map((routeKey) => `${routeKey} is not for ${api.name}`),
  ];
}

function checkRoute(graph: Graph, route: Resource): string[] {
  const { routeKey, authorizationType, authorizationScopes = [] } = route.inputs;
  const wanted = routes.find((each) => each.routeKey === routeKey);
  if (wanted === undefined) return [`${routeKey} is not in the route table`];
  const authorizers = sourcesOf(graph, route, 'authorizerId', types.authorizer);
  const names = authorizers.map(({ inputs }) => inputs.name);
  const apis = sourcesOf(graph, route, 'apiId', types.api);
  return [
    differ(
      `${routeKey}'s authorizer`,
      names,
      wanted.authorizer === null ? [] : [wanted.authorizer],
    ),
    differ(`${routeKey}'s type`, authorizationType, wanted.authorizer === null ? 'NONE' : 'JWT'),
    differ(`${routeKey}'s scopes`, authorizationScopes, wanted.scopes),
    ...[...authorizers, ...sourcesOf(graph, route, 'target', types.integration)].map((each) =>
      differ(`${routeKey}'s API`, toUrns(sourcesOf(graph, each, 'apiId', types.api)), toUrns(apis)),
    ),
    apis.length === 1 ? '' : `${routeKey} is of ${apis.length} APIs`,
  ].filter(Boolean);
}

/** An authorizer trusts one side's clients, all of them, and the pool that they are in. */
export function checkAuthorizers(graph: Graph): string[] {
  return ofType(graph, types.authorizer).flatMap((authorizer) => {
    const side = authorizer.inputs.name;
    const flow = side === 'b2c' ? 'code' : 'client_credentials';
    const clients = ofType(graph, types.userPoolClient).filter(({ inputs }) =>
      toList(inputs.allowedOauthFlows).includes(flow),
    );
    const trusted = sourcesOf(graph, authorizer, 'jwtConfiguration', types.userPoolClient);
    const pools = sourcesOf(graph, authorizer, 'jwtConfiguration', types.userPool);
    const theirs = clients.flatMap((each) => sourcesOf(graph, each, 'userPoolId', types.userPool));
    return [
      differ(`${side}'s audience`, toUrns(trusted), toUrns(clients)),
      differ(`${side}'s issuer`, toUrns(pools), toUrns(theirs)),
    ].filter(Boolean);
  });
}

/** Where there are two pools, no API takes tokens of both. */
export function checkSplit(graph: Graph): string[] {
  if (ofType(graph, types.userPool).length < 2) return [];
  return ofType(graph, types.api).flatMap((api) => {
    const authorizers = ofType(graph, types.authorizer).filter((each) =>
      sourcesOf(graph, each, 'apiId', types.api).includes(api),
    );
    return authorizers.length === 1
      ? []
      : [`${api.name} takes tokens of ${authorizers.length} issuers`];
  });
}

export function differ(what: string, found: unknown, wanted: unknown): string {
  const [is, ought] = [found, wanted].map((each) => JSON.stringify(each));
  return is === ought ? '' : `${what}: found ${is}, wanted ${ought}`;
}

function toUrns(resources: readonly Resource[]): string[] {
  return [...new Set(resources.map(({ urn }) => urn))].sort();
}

export function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
