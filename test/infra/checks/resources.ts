import * as z from 'zod';
import { marketTable } from '../../../server/markets/table.ts';
import {
  type Graph,
  isObject,
  isSecret,
  ofType,
  onlyOf,
  policiesOf,
  sourcesOf,
  types,
  type Values,
} from '../graph.ts';
import { differ, toList } from './access.ts';

/** The table is the one that the local stack creates, and no older than the log when restored. */
export function checkTable(graph: Graph): string[] {
  const { inputs } = onlyOf(graph, types.table);
  const { hashKey, rangeKey, expiry } = marketTable;
  const indexes = marketTable.indexes.map((index) => ({
    keySchemas: [
      { attributeName: index.hashKey, keyType: 'HASH' },
      { attributeName: index.rangeKey, keyType: 'RANGE' },
    ],
    name: index.name,
    projectionType: index.projection,
  }));
  return [
    differ('the hash key', inputs.hashKey, hashKey),
    differ('the range key', inputs.rangeKey, rangeKey),
    differ('the indexes', inputs.globalSecondaryIndexes, indexes),
    differ('the expiry', inputs.ttl, { attributeName: expiry, enabled: true }),
    differ('the billing', inputs.billingMode, 'PAY_PER_REQUEST'),
    ...checkRecovery(graph),
  ].filter(Boolean);
}

const recoverySchema = z.object({ recoveryPeriodInDays: z.number().default(35) });
const logSchema = z.object({ retentionInDays: z.number().default(Number.POSITIVE_INFINITY) });

/** The log lists the erasures that are to be repeated after a restore. */
function checkRecovery(graph: Graph): string[] {
  const { recoveryPeriodInDays } = recoverySchema.parse(
    onlyOf(graph, types.table).inputs.pointInTimeRecovery,
  );
  const logs = sourcesOf(graph, onlyOf(graph, types.function), 'loggingConfig', types.logGroup);
  return logs
    .map(({ inputs }) => logSchema.parse(inputs).retentionInDays)
    .filter((days) => days < recoveryPeriodInDays)
    .map(
      (days) =>
        `a restore of ${recoveryPeriodInDays} days ago restores items whose withdrawals are no longer in the log of ${days} days`,
    );
}

const statements = z.object({
  Statement: z.array(
    z.object({
      Action: z.union([z.string(), z.array(z.string())]),
      Resource: z.union([z.string(), z.array(z.string())]),
    }),
  ),
});

/** The Lambda may do what it does, where it does it, and nothing else. */
export function checkRole(graph: Graph): string[] {
  const [policy] = policiesOf(graph, onlyOf(graph, types.function), 'role');
  if (policy === undefined) return ['the Lambda has no policy'];
  const { Statement } = statements.parse(JSON.parse(String(policy.inputs.policy)));
  const found = Statement.flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .flatMap((action) =>
        [Resource].flat().map((arn) => `${action} ${arn.replace(/^arn:.*:/, '')}`),
      ),
  );
  const table = onlyOf(graph, types.table).name;
  const items = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'BatchGetItem'];
  const log = sourcesOf(graph, onlyOf(graph, types.function), 'loggingConfig', types.logGroup);
  return [
    differ(
      'what the role allows',
      found.sort(),
      [
        ...items.map((action) => `dynamodb:${action} ${table}`),
        ...marketTable.indexes.map(({ name }) => `dynamodb:Query ${table}/index/${name}`),
        'logs:CreateLogStream *',
        'logs:PutLogEvents *',
        'xray:PutTelemetryRecords *',
        'xray:PutTraceSegments *',
      ].sort(),
    ),
    differ(
      "the role's log group",
      sourcesOf(graph, policy, 'policy', types.logGroup).map(({ urn }) => urn),
      log.map(({ urn }) => urn),
    ),
  ].filter(Boolean);
}

/** Secrets in outputs and in the Lambda's environment are marked as secrets. */
export function checkSecrets(graph: Graph): string[] {
  const halls = toList(graph.outputs.cityHalls).filter(isObject);
  const hidden = (value: unknown) => isObject(value) && '$secret' in value;
  const { environment = null } = onlyOf(graph, types.function).inputs;
  return [
    ...(isSecret(graph.outputs.cityHalls) || halls.every((hall) => hidden(hall.clientSecret))
      ? []
      : ['a city hall’s secret is shown in the outputs']),
    ...(JSON.stringify(environment).includes('secret') ? ['the Lambda is told a secret'] : []),
  ];
}

/**
 * On a protected stack Pulumi deletes nothing that cannot be made again, and AWS no data, users or
 * logs; on another, both do.
 */
export function checkProtection(graph: Graph, wanted: boolean): string[] {
  const keptByAws = [types.table, types.userPool, types.logGroup];
  const kept = [...keptByAws, types.userPoolClient, types.userPoolDomain, types.api].concat(
    types.customDomain,
    types.apiMapping,
    types.record,
  );
  return [
    ...kept.flatMap((type) =>
      ofType(graph, type)
        .filter(({ protect }) => protect !== wanted)
        .map(({ name, protect }) => `${name}: protect is ${protect}`),
    ),
    ...keptByAws.flatMap((type) =>
      ofType(graph, type)
        .filter(({ inputs }) => isKeptByAws(inputs) !== wanted)
        .map(({ name }) => `${name}: AWS's deletion protection is not ${wanted}`),
    ),
  ];
}

/** Every alarm watches a resource of the stack, and somebody hears it. */
export function checkAlarms(graph: Graph): string[] {
  return ofType(graph, types.alarm).flatMap((alarm) => {
    const { dimensions, metricQueries, alarmActions, okActions } = alarm.propertyDependencies;
    return [
      ...([dimensions, metricQueries].flat().some(Boolean) || alarm.inputs.namespace !== undefined
        ? []
        : [`${alarm.name} watches nothing`]),
      ...(alarm.inputs.dimensions !== undefined && dimensions?.length !== 1
        ? [`${alarm.name} watches ${dimensions?.length ?? 0} resources`]
        : []),
      ...([alarmActions, okActions].every((urns) => urns?.length === 1)
        ? []
        : [`${alarm.name} has no action`]),
    ];
  });
}

function isKeptByAws({ deletionProtectionEnabled, deletionProtection }: Values): boolean {
  return deletionProtectionEnabled === true || deletionProtection === 'ACTIVE';
}
