import type * as pulumi from '@pulumi/pulumi';
import { marketTable } from '../../server/markets/table.ts';
import * as aws from '../aws.ts';

/** A CloudWatch metric of an alarm or of the dashboard. */
export type Metric = {
  namespace: string;
  metricName: string;
  dimensions?: Record<string, pulumi.Input<string>>;
  stat: 'Sum' | 'p99' | 'SampleCount' | 'Maximum';
  period: number;
};

const period = 300;

export function functionMetric(
  functionName: pulumi.Input<string>,
  metricName: 'Errors' | 'Throttles' | 'Duration' | 'Invocations' | 'ConcurrentExecutions',
  stat: Metric['stat'],
): Metric {
  const dimensions = { FunctionName: functionName };
  return { namespace: 'AWS/Lambda', metricName, dimensions, stat, period };
}

export function apiMetric(
  apiId: pulumi.Input<string>,
  metricName: '4xx' | '5xx' | 'Latency' | 'Count',
  stat: Metric['stat'],
): Metric {
  return { namespace: 'AWS/ApiGateway', metricName, dimensions: { ApiId: apiId }, stat, period };
}

/** Cognito counts every sign-in: its value is 1 for one that succeeds. */
export function signInMetric(
  { poolId, clientId }: { poolId: pulumi.Input<string>; clientId: pulumi.Input<string> },
  metricName: 'SignInSuccesses' | 'SignInThrottles' | 'SignUpThrottles' | 'TokenRefreshThrottles',
  stat: Metric['stat'] = 'Sum',
): Metric {
  const dimensions = { UserPool: poolId, UserPoolClient: clientId };
  return { namespace: 'AWS/Cognito', metricName, dimensions, stat, period };
}

export function tableMetric(
  tableName: pulumi.Input<string>,
  metricName:
    | 'SystemErrors'
    | 'ReadThrottleEvents'
    | 'WriteThrottleEvents'
    | 'ConsumedReadCapacityUnits'
    | 'ConsumedWriteCapacityUnits',
  further: Record<string, string> = {},
): Metric {
  const dimensions = { TableName: tableName, ...further };
  return { namespace: 'AWS/DynamoDB', metricName, dimensions, stat: 'Sum', period };
}

/** A day as the period means one e-mail a day at most. */
export function backupMetric(
  vaultName: pulumi.Input<string>,
  metricName:
    | 'NumberOfBackupJobsFailed'
    | 'NumberOfBackupJobsAborted'
    | 'NumberOfCopyJobsFailed'
    | 'NumberOfBackupJobsCompleted',
): Metric {
  const dimensions = { BackupVaultName: vaultName };
  return { namespace: 'AWS/Backup', metricName, dimensions, stat: 'Sum', period: 86_400 };
}

/** In seconds: the age of the oldest record that is not in the bucket yet. */
export function archiveMetric(streamName: pulumi.Input<string>): Metric {
  const dimensions = { DeliveryStreamName: streamName };
  const metricName = 'DeliveryToS3.DataFreshness';
  return { namespace: 'AWS/Firehose', metricName, dimensions, stat: 'Maximum', period };
}

/** The metrics of a table do not include its index. */
export function withIndexes(
  tableName: pulumi.Input<string>,
  metricName: Parameters<typeof tableMetric>[1],
): Metric[] {
  const indexes = marketTable.indexes.map(({ name }) => ({ GlobalSecondaryIndexName: name }));
  return [{}, ...indexes].map((further) => tableMetric(tableName, metricName, further));
}

/** HTTP APIs have one metric for all 4xx, so a filter counts the 401 and 403 in the access log. */
export function createRefusalMetric(
  name: string,
  accessLogName: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): Metric {
  const namespace = 'ChristmasMarkets';
  const metricName = `${name}-refusals`;
  new aws.cloudwatch.LogMetricFilter(
    metricName,
    {
      logGroupName: accessLogName,
      // All values of the access log are strings.
      pattern: '{ ($.status = "401") || ($.status = "403") }',
      metricTransformation: { namespace, name: metricName, value: '1', defaultValue: '0' },
    },
    opts,
  );
  return { namespace, metricName, stat: 'Sum', period };
}

/** Counts the stored markets that lists leave out: `leftOut` in the Lambda's log has their keys. */
export function createLeftOutMetric(
  name: string,
  functionLogName: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): Metric {
  const namespace = 'ChristmasMarkets';
  const metricName = `${name}-left-out`;
  new aws.cloudwatch.LogMetricFilter(
    metricName,
    {
      logGroupName: functionLogName,
      pattern: '{ $.leftOut.count > 0 }',
      metricTransformation: { namespace, name: metricName, value: '$.leftOut.count' },
    },
    opts,
  );
  return { namespace, metricName, stat: 'Sum', period };
}

/** One input of a metric expression. */
export function createMetricQuery(id: string, { metricName, ...metric }: Metric) {
  return { id, metric: { ...metric, metricName }, returnData: false };
}
