import { types } from '../graph.ts';
import { first, type Mutation, machine, set, unordered, unset } from './edits.ts';

/** Data, secrets, alarms, and what comes before what. */
export const resourceMutations: Mutation[] = [
  ['no encryption', unset(types.table, 'serverSideEncryption'), 'tables-are-encrypted'],
  [
    'no PITR',
    set(types.table, 'pointInTimeRecovery', { enabled: false }),
    'tables-can-be-restored',
  ],
  [
    'a protected table that forgets within a week',
    set(types.table, 'pointInTimeRecovery', { enabled: true, recoveryPeriodInDays: 6 }),
    'tables-can-be-restored: christmas-markets-prod-markets: it is protected',
  ],
  [
    'a restore period longer than the retention of the log',
    set(types.logGroup, 'retentionInDays', 30, 'function-logs'),
    'a restore of 35 days ago restores items whose withdrawals are no longer in the log of 30 days',
  ],
  ['another sort key', set(types.table, 'rangeKey', 'id'), 'the range key'],
  ['no index', unset(types.table, 'globalSecondaryIndexes'), 'the indexes'],
  [
    'an API that calls no version',
    set(types.integration, 'integrationUri', 'arn:aws:lambda:eu-central-1:1:function:f'),
    'calls-go-to-an-alias',
  ],
  [
    'an API that calls $LATEST',
    set(types.integration, 'integrationUri', 'arn:aws:lambda:eu-central-1:1:function:f:$LATEST'),
    'calls-go-to-an-alias',
  ],
  ['a permission to call $LATEST', unset(types.permission, 'qualifier'), 'calls-go-to-an-alias'],
  ['a Lambda without versions', unset(types.function, 'publish'), 'calls-go-to-an-alias'],
  ['an integration before its permission', unordered(types.integration), 'does not wait for'],
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
    'a log that AWS deletes',
    set(types.logGroup, 'deletionProtectionEnabled', false, 'function-logs'),
    "function-logs: AWS's deletion protection is not true",
  ],
  [
    'a log that Pulumi deletes',
    (graph) => {
      first(graph, types.logGroup, 'api-stage-access').protect = false;
    },
    'api-stage-access: protect is false',
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
    'halls-bucharest-1: protect is false',
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
    'a second sign-in domain beside the first',
    (graph) => {
      first(graph, types.userPoolDomain).deleteBeforeReplace = false;
    },
    'users-domain does not make room',
  ],
  [
    'a scope that no resource server offers',
    set(types.resourceServer, 'scopes', [], '"identifier":"City"'),
    'is offered by 0 resource servers',
  ],
  [
    'a scope of a city that is not configured',
    set(types.userPoolClient, 'allowedOauthScopes', ['City/paris'], machine),
    'City/paris is offered by 0',
  ],
  ['an alarm that has no action', unset(types.alarm, 'alarmActions'), 'has no action'],
];
