import { types } from '../graph.ts';
import { add, code, first, type Mutation, machine, repoint, set } from './edits.ts';

const patch = 'PATCH /v1/b2b';
const lambdaArn = 'arn:aws:lambda:eu-central-1:123456789012:function:f';

/** Doors that stand open, or lead elsewhere. */
export const accessMutations: Mutation[] = [
  [
    'a route without its authorizer',
    set(types.route, 'authorizationType', 'NONE', patch),
    'no-open-route',
  ],
  ['a route without a scope', set(types.route, 'authorizationScopes', [], patch), 'no-open-route'],
  [
    'an API that opens a route by itself',
    set(types.api, 'target', lambdaArn),
    'no-open-route: christmas-markets-prod-api: target',
  ],
  ['a route opened by its key', set(types.api, 'routeKey', '$default'), 'no-open-route'],
  ['a route opened by its credentials', set(types.api, 'credentialsArn', 'arn:x'), 'no-open-route'],
  [
    'a function URL',
    add('aws:lambda/functionUrl:FunctionUrl', { authorizationType: 'NONE', functionName: 'f' }),
    'no-open-route: added',
  ],
  [
    "the other side's scope",
    set(types.route, 'authorizationScopes', ['B2CIdentifier/ManageChristmasMarkets'], patch),
    "PATCH /v1/b2b/christmas-markets/{marketId}/user/{userId}'s scopes",
  ],
  [
    "the other side's authorizer",
    repoint(types.route, 'authorizerId', [types.authorizer, '"name":"b2c"'], patch),
    "PATCH /v1/b2b/christmas-markets/{marketId}/user/{userId}'s authorizer",
  ],
  [
    'a route that leads to the other API',
    repoint(types.route, 'target', [types.integration, '-api-stage'], '/trpc/b2b/'),
    "'s API",
  ],
  [
    'a route that is not in the contract',
    set(types.route, 'routeKey', 'GET /admin', '/health'),
    'GET /admin',
  ],
  [
    'a route left out',
    (graph) => {
      graph.resources = graph.resources.filter(
        ({ inputs }) => !String(inputs.routeKey).startsWith('DELETE /v1/b2c/users/me'),
      );
    },
    'DELETE /v1/b2c/users/me is not served by christmas-markets-prod-api',
  ],
  [
    "an applicants' route at the city halls' API",
    (graph) => {
      const route = structuredClone(first(graph, types.route, '"GET /v1/b2c/users/me"'));
      route.propertyDependencies.apiId = [first(graph, types.api, 'b2b-api').urn];
      graph.resources.push(route);
    },
    'GET /v1/b2c/users/me is not for christmas-markets-prod-b2b-api',
  ],
  [
    "city halls' audience at the applicants' API",
    repoint(types.authorizer, 'jwtConfiguration', [types.userPoolClient, machine], '"name":"b2c"'),
    "b2c's audience",
  ],
  [
    'two issuers for one API of a split stack',
    repoint(types.authorizer, 'apiId', [types.api, '-api"'], '"name":"b2b"'),
    'takes tokens of 2 issuers',
  ],
  [
    'CORS for everyone',
    set(types.api, 'corsConfiguration', { allowOrigins: ['*'] }),
    'no-cors-for-all',
  ],
  [
    'CORS for all subdomains',
    set(types.api, 'corsConfiguration', { allowOrigins: ['https://*.example.org'] }),
    'no-cors-for-all',
  ],
  [
    'a public client with a secret',
    set(types.userPoolClient, 'generateSecret', true, code),
    'public-client',
  ],
  [
    'a machine without a secret',
    set(types.userPoolClient, 'generateSecret', false, machine),
    'public-client',
  ],
  [
    'the implicit flow',
    set(types.userPoolClient, 'allowedOauthFlows', ['code', 'implicit'], code),
    'no-implicit-flow',
  ],
  [
    'a client that may use passwords',
    set(types.userPoolClient, 'explicitAuthFlows', ['ALLOW_USER_PASSWORD_AUTH'], code),
    'no-implicit-flow',
  ],
  [
    'one client for people and machines',
    set(types.userPoolClient, 'allowedOauthFlows', ['code', 'client_credentials'], code),
    'public-client',
  ],
];
