import * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/schema.ts';
import type { ApiFunction } from '../lambda/function.ts';
import type { Table } from '../table.ts';
import { apiMetric, functionMetric, type Metric, withIndexes } from './metrics.ts';
import { chart, line, logTable, priced } from './widgets.ts';

type Api = {
  side: string;
  apiId: pulumi.Output<string>;
  accessLogName: pulumi.Output<string>;
  refusals: Metric;
};

type DashboardArgs = Pick<Config, 'memorySize'> & {
  apis: readonly Api[];
  function: ApiFunction;
  table: Table;
  /** Stored markets that lists leave out. */
  leftOut: Metric;
};

/** The JSON of the dashboard: one row each for health, callers and costs. */
export function createDashboard(args: DashboardArgs): pulumi.Output<string> {
  const rows = [createHealthRow(args), createCallersRow(args), createCostsRow(args)];
  const widgets = rows.flatMap((row, y) =>
    row.map((widget, x) => ({
      ...widget,
      x: (x * 24) / row.length,
      y: y * 6,
      width: 24 / row.length,
      height: 6,
    })),
  );
  return pulumi.jsonStringify({ widgets });
}

function createHealthRow({ apis, table, leftOut, ...args }: DashboardArgs) {
  const functionName = args.function.name;
  return [
    chart('Health: responses', [
      ...apis.flatMap(({ apiId, refusals }) => [
        line(apiMetric(apiId, 'Count', 'Sum')),
        line(apiMetric(apiId, '4xx', 'Sum')),
        line(apiMetric(apiId, '5xx', 'Sum')),
        line(refusals),
      ]),
    ]),
    chart('Health: p99 in ms', [
      ...apis.map(({ apiId }) => line(apiMetric(apiId, 'Latency', 'p99'))),
      line(functionMetric(functionName, 'Duration', 'p99')),
    ]),
    chart('Health: failures', [
      line(functionMetric(functionName, 'Errors', 'Sum')),
      line(functionMetric(functionName, 'Throttles', 'Sum')),
      line(leftOut),
      ...(['ReadThrottleEvents', 'WriteThrottleEvents'] as const)
        .flatMap((metricName) => withIndexes(table.name, metricName))
        .map((metric) => line(metric)),
    ]),
  ];
}

function createCallersRow({ apis }: DashboardArgs) {
  const logGroups = apis.map(({ accessLogName }) => accessLogName);
  return [
    logTable(
      'Callers: requests by app client (see the cityHalls output)',
      logGroups,
      'stats count() as requests by clientId, routeKey | sort requests desc | limit 50',
    ),
    logTable(
      'Callers: refused requests',
      logGroups,
      // Without clientId: the access log has none for a refused token.
      'filter status in ["401", "403"] | stats count() as refusals by sourceIp, authorizerError, routeKey | sort refusals desc | limit 50',
    ),
  ];
}

/** US dollars in us-east-1, from AWS's price lists of 2025, without free tiers. */
const prices = {
  httpRequest: 1 / 1e6,
  lambdaRequest: 0.2 / 1e6,
  lambdaGigabyteSecond: 0.0000133334,
  readUnit: 0.125 / 1e6,
  writeUnit: 0.625 / 1e6,
};

function createCostsRow({ apis, table, memorySize, ...args }: DashboardArgs) {
  const functionName = args.function.name;
  const perMillisecond = (prices.lambdaGigabyteSecond * memorySize) / 1024 / 1000;
  return [
    chart('Costs: estimate in US dollars per hour', [
      ...priced(
        'API',
        prices.httpRequest,
        apis.map(({ apiId }) => apiMetric(apiId, 'Count', 'Sum')),
      ),
      ...priced('Lambda requests', prices.lambdaRequest, [
        functionMetric(functionName, 'Invocations', 'Sum'),
      ]),
      ...priced('Lambda time', perMillisecond, [functionMetric(functionName, 'Duration', 'Sum')]),
      ...priced('Reads', prices.readUnit, withIndexes(table.name, 'ConsumedReadCapacityUnits')),
      ...priced('Writes', prices.writeUnit, withIndexes(table.name, 'ConsumedWriteCapacityUnits')),
    ]),
    chart('Costs: DynamoDB capacity units', [
      ...(['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'] as const)
        .flatMap((metricName) => withIndexes(table.name, metricName))
        .map((metric) => line(metric)),
    ]),
  ];
}
