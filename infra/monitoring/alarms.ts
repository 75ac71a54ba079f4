import type * as pulumi from '@pulumi/pulumi';
import type * as aws from '../aws.ts';
import type { TableBackup } from '../backup.ts';
import { timeoutSeconds } from '../lambda/function.ts';
import {
  apiMetric,
  archiveMetric,
  backupMetric,
  createMetricQuery,
  functionMetric,
  type Metric,
  signInMetric,
  tableMetric,
  withIndexes,
} from './metrics.ts';

export type AlarmRule = Omit<aws.cloudwatch.MetricAlarmArgs, 'alarmDescription'> & {
  title: string;
  /** The meaning, and where to look first. It is part of the e-mail. */
  alarmDescription: string;
};

export function createFunctionAlarms(
  functionName: pulumi.Output<string>,
  leftOut: Metric,
): AlarmRule[] {
  return [
    {
      title: 'errors',
      alarmDescription:
        "The Lambda crashed or timed out. Look for ERROR in the Lambda's log group.",
      ...above(0, functionMetric(functionName, 'Errors', 'Sum')),
    },
    {
      title: 'throttles',
      alarmDescription:
        "Lambda refused calls because the concurrency limit was reached. Raise reservedConcurrency or the account's quota.",
      ...above(0, functionMetric(functionName, 'Throttles', 'Sum')),
    },
    {
      title: 'p99-duration',
      alarmDescription: `One call in a hundred takes over 3 s (the limit is ${timeoutSeconds} s). Look at the traces in X-Ray.`,
      ...above(3_000, functionMetric(functionName, 'Duration', 'p99'), 3),
    },
    {
      title: 'left-out',
      alarmDescription:
        "Lists left out stored items that are not markets by their shape. Look for leftOut.keys in the Lambda's log group, then correct or delete these items.",
      // The item is left out whenever its list is read: one day as the period means one e-mail a day at most.
      ...above(0, { ...leftOut, period: 86_400 }),
    },
  ];
}

export function createApiAlarms(apiId: pulumi.Output<string>, refusals: Metric): AlarmRule[] {
  return [
    {
      title: '5xx',
      alarmDescription:
        'The API answered with 5xx. Look at integrationError in the access log, then at the Lambda.',
      ...above(0, apiMetric(apiId, '5xx', 'Sum')),
    },
    {
      title: 'p99-latency',
      alarmDescription: 'One request in a hundred takes over 5 s. Compare with the p99 duration.',
      ...above(5_000, apiMetric(apiId, 'Latency', 'p99'), 3),
    },
    {
      title: 'refusals',
      alarmDescription:
        'More than 20 % of the requests are refused with 401 or 403. Either a client is misconfigured, or this is an attack. Group the access log by sourceIp, authorizerError and routeKey. A wrong client secret does not appear here, because Cognito refuses it.',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 20,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      metricQueries: [
        // A percentage of few requests is not significant.
        {
          id: 'share',
          expression: 'IF(refused > 50, 100 * refused / requests, 0)',
          returnData: true,
        },
        createMetricQuery('refused', refusals),
        createMetricQuery('requests', apiMetric(apiId, 'Count', 'Sum')),
      ],
    },
  ];
}

export function createTableAlarms(tableName: pulumi.Output<string>): AlarmRule[] {
  return [
    {
      title: 'throttling',
      alarmDescription:
        'DynamoDB throttled requests to the table or its indexes; the Lambda repeats them. Either one city or one applicant gets very many writes, or the traffic grew faster than the on-demand capacity.',
      ...sumAbove(
        0,
        (['ReadThrottleEvents', 'WriteThrottleEvents'] as const).flatMap((metricName) =>
          withIndexes(tableName, metricName),
        ),
      ),
    },
    {
      title: 'system-errors',
      alarmDescription: "DynamoDB failed on its own side. Look at AWS's Health Dashboard.",
      ...sumAbove(
        0,
        [
          'GetItem',
          'BatchGetItem',
          'PutItem',
          'UpdateItem',
          'DeleteItem',
          'TransactWriteItems',
          'Query',
        ].map((Operation) => tableMetric(tableName, 'SystemErrors', { Operation })),
      ),
    },
  ];
}

export function createBackupAlarms({ vaultName, schedule }: TableBackup): AlarmRule[] {
  return [
    {
      title: 'failed',
      alarmDescription:
        "A backup of the table, or a copy of it, failed. Look at the job's message in AWS Backup.",
      ...sumAbove(
        0,
        (
          [
            'NumberOfBackupJobsFailed',
            'NumberOfBackupJobsAborted',
            'NumberOfCopyJobsFailed',
          ] as const
        ).map((metricName) => backupMetric(vaultName, metricName)),
      ),
    },
    // An alarm looks back over seven days at most, which is too short for weekly backups.
    ...(schedule === 'daily' ? [createMissingBackupAlarm(vaultName)] : []),
  ];
}

export function createArchiveAlarms(streamName: pulumi.Output<string>): AlarmRule[] {
  return [
    {
      title: 'late',
      alarmDescription:
        'Decisions are waiting for over an hour to be written to the archive, and are lost after 24 hours. Look at the role, the key and the bucket of the Firehose stream.',
      ...above(3_600, archiveMetric(streamName)),
    },
  ];
}

function createMissingBackupAlarm(vaultName: pulumi.Output<string>): AlarmRule {
  const { stat, ...metric } = backupMetric(vaultName, 'NumberOfBackupJobsCompleted');
  return {
    title: 'missing',
    alarmDescription:
      "No backup of the table was completed for two days. Before the first backup this is normal. Otherwise look whether DynamoDB is enabled in AWS Backup's settings of the Region.",
    ...metric,
    statistic: stat,
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    treatMissingData: 'breaching',
  };
}

export function createSignInAlarms(client: Parameters<typeof signInMetric>[0]): AlarmRule[] {
  return [
    {
      title: 'throttles',
      alarmDescription:
        "Cognito refused sign-ins, sign-ups or token refreshes because the account's quota of requests was reached. Request a higher quota, or look for an attack.",
      ...sumAbove(
        0,
        (['SignInThrottles', 'SignUpThrottles', 'TokenRefreshThrottles'] as const).map(
          (metricName) => signInMetric(client, metricName),
        ),
      ),
    },
    {
      title: 'refusals',
      alarmDescription:
        'More than half of the sign-ins failed, and more than 50 in 5 minutes. Either an attack tries passwords, or sign-in is broken.',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 50,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      metricQueries: [
        {
          id: 'share',
          expression: 'IF(attempts - good > 50, 100 * (all - good) / all, 0)',
          label: 'refused sign-ins in percent',
          returnData: true,
        },
        createMetricQuery('attempts', signInMetric(client, 'SignInSuccesses', 'SampleCount')),
        createMetricQuery('good', signInMetric(client, 'SignInSuccesses')),
      ],
    },
  ];
}

function above(threshold: number, { stat, ...metric }: Metric, periods = 1) {
  return {
    ...metric,
    ...(stat === 'p99' ? { extendedStatistic: stat } : { statistic: stat }),
    comparisonOperator: 'GreaterThanThreshold',
    threshold,
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
  };
}

/** For a metric that has one series for each index or operation. */
function sumAbove(threshold: number, metrics: readonly Metric[]) {
  return {
    comparisonOperator: 'GreaterThanThreshold',
    threshold,
    evaluationPeriods: 1,
    metricQueries: [
      { id: 'total', expression: 'SUM(METRICS())', label: 'total', returnData: true },
      ...metrics.map((metric, index) => createMetricQuery(`m${index}`, metric)),
    ],
  };
}
