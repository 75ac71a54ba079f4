import { expect, test } from 'vitest';
import { problemsOf } from './checks.ts';
import { type Graph, isObject, ofType, type Resource, types, type Value } from './graph.ts';
import { graphOf } from './graphs.ts';

const timeout = 120_000;

const first = (graph: Graph, type: string, has = ''): Resource => {
  const found = ofType(graph, type).find((each) => JSON.stringify(each).includes(has));
  if (found === undefined) throw new Error(`There is no ${type} with ${has}`);
  return found;
};

/** Sets an input of the first resource of a type; `has` picks another. */
const set = (type: string, input: string, value: Value, has?: string) => (graph: Graph) => {
  first(graph, type, has).inputs[input] = value;
};

const unset = (type: string, input: string, has?: string) => (graph: Graph) => {
  const resource = first(graph, type, has);
  delete resource.inputs[input];
  delete resource.propertyDependencies[input];
};

/** Points an input of the first resource to another one. */
const repoint =
  (type: string, input: string, [to, toHas]: [string, string], has?: string) =>
  (graph: Graph) => {
    first(graph, type, has).propertyDependencies[input] = [first(graph, to, toHas).urn];
  };

/** Created whenever Pulumi likes. */
const unordered = (type: string, has?: string) => (graph: Graph) => {
  first(graph, type, has).dependencies = [];
};

/** Adds to the Lambda's policy. */
const allow = (Action: string, Resource: string) => (graph: Graph) => {
  const { inputs } = first(graph, types.rolePolicy);
  const policy: unknown = JSON.parse(String(inputs.policy));
  if (!isObject(policy) || !Array.isArray(policy.Statement)) throw new Error('No statements');
  policy.Statement.push({ Effect: 'Allow', Action, Resource });
  inputs.policy = JSON.stringify(policy);
};

const patch = 'PATCH /v1/b2b';
const code = '["code"]';
const machine = '["client_credentials"]';

const mutations: [what: string, mutate: (graph: Graph) => void, caughtBy: string][] = [
  [
    'an action by wildcard',
    allow('dynamodb:*', 'arn:aws:dynamodb:::table/x'),
    'no-wildcard-in-iam',
  ],
  ['any table', allow('dynamodb:Scan', '*'), 'no-wildcard-in-iam'],
  ['one action too many', allow('dynamodb:Scan', 'arn:aws:dynamodb:::table/x'), 'what the role'],
  [
    'a role for everyone',
    set(
      types.role,
      'assumeRolePolicy',
      '{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}]}',
    ),
    'no-wildcard-in-iam',
  ],
  ['any API may invoke the Lambda', unset(types.permission, 'sourceArn'), 'no-wildcard-in-iam'],
  [
    'a route without its authorizer',
    set(types.route, 'authorizationType', 'NONE', patch),
    'no-open-route',
  ],
  ['a route without a scope', set(types.route, 'authorizationScopes', [], patch), 'no-open-route'],
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
  ['a route nobody wrote', set(types.route, 'routeKey', 'GET /admin', '/health'), 'GET /admin'],
  [
    'a route left out',
    (graph) => {
      graph.resources = graph.resources.filter(
        ({ inputs }) => !String(inputs.routeKey).startsWith('DELETE /v1/b2c/users/me'),
      );
    },
    'DELETE /v1/b2c/users/me is not served',
  ],
  [
    "city halls' audience at the applicants' API",
    repoint(types.authorizer, 'jwtConfiguration', [types.userPoolClient, machine], '"name":"b2c"'),
    "b2c's audience",
  ],
  [
    'two issuers at one API of a split stack',
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
    'passwords in the hands of the client',
    set(types.userPoolClient, 'explicitAuthFlows', ['ALLOW_USER_PASSWORD_AUTH'], code),
    'no-implicit-flow',
  ],
  [
    'people and machines in one client',
    set(types.userPoolClient, 'allowedOauthFlows', ['code', 'client_credentials'], code),
    'public-client',
  ],
  ['no encryption', unset(types.table, 'serverSideEncryption'), 'tables-are-encrypted'],
  [
    'no PITR',
    set(types.table, 'pointInTimeRecovery', { enabled: false }),
    'tables-can-be-restored',
  ],
  ['another sort key', set(types.table, 'rangeKey', 'id'), 'the range key'],
  ['no index', unset(types.table, 'globalSecondaryIndexes'), 'the indexes'],
  ['logs for ever', unset(types.logGroup, 'retentionInDays'), 'logs-end'],
  ['a log group of its own making', unset(types.function, 'loggingConfig'), 'logs-end'],
  [
    'a table that AWS deletes',
    set(types.table, 'deletionProtectionEnabled', false),
    'deletion protection',
  ],
  [
    'a user pool that AWS deletes',
    set(types.userPool, 'deletionProtection', 'INACTIVE'),
    'deletion protection',
  ],
  [
    'a user pool that Pulumi deletes',
    (graph) => {
      first(graph, types.userPool).protect = false;
    },
    'protect is false',
  ],
  [
    "a city hall's credentials that Pulumi deletes",
    (graph) => {
      first(graph, types.userPoolClient, machine).protect = false;
    },
    'halls-cluj-1: protect is false',
  ],
  [
    'a secret in plain outputs',
    (graph) => {
      graph.outputs.cityHalls = [{ name: 'cluj', clientSecret: 'plain' }];
    },
    'shown in the outputs',
  ],
  [
    'a secret in the environment',
    set(types.function, 'environment', { variables: { CLIENT_SECRET: { $secret: 'x' } } }),
    'told a secret',
  ],
  [
    'an alarm of a resource elsewhere',
    (graph) => {
      first(graph, types.alarm, '"dimensions":{').propertyDependencies.dimensions = [];
    },
    'watches 0 resources',
  ],
  ['a stage before its routes', unordered(types.stage), 'does not wait for'],
  ['a Lambda before its rights', unordered(types.function), 'does not wait for'],
  ['a client before its scopes', unordered(types.userPoolClient, machine), 'does not wait for'],
  [
    'a scope that no resource server offers',
    set(types.resourceServer, 'scopes', [], '"identifier":"City"'),
    'is offered by 0 resource servers',
  ],
  [
    'a scope of a city that nobody configured',
    set(types.userPoolClient, 'allowedOauthScopes', ['City/paris'], machine),
    'City/paris is offered by 0',
  ],
  ['an alarm that nobody hears', unset(types.alarm, 'alarmActions'), 'nobody hears'],
];

test('nothing is caught where nothing is changed', { timeout }, async () => {
  expect(problemsOf(await graphOf('prod', 'split'), { isProtected: true })).toEqual([]);
});

test.for(mutations)('caught: %s', { timeout }, async ([, mutate, caughtBy]) => {
  const graph = structuredClone(await graphOf('prod', 'split'));
  mutate(graph);
  expect(problemsOf(graph, { isProtected: true }).join('\n')).toContain(caughtBy);
});
