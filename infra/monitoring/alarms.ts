import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { marketTable } from '../../server/markets/table.ts';
import { timeoutSeconds } from '../lambda/function.ts';
import {
  apiMetric,
  functionMetric,
  type Metric,
  tableMetric,
  toQuery,
  withIndex,
} from './metrics.ts';

export type AlarmRule = Omit<aws.cloudwatch.MetricAlarmArgs, 'alarmDescription'> & {
  title: string;
  /** What it means, and where to look first: it is read in the e-mail. */
  alarmDescription: string;
};

export function toFunctionAlarms(functionName: pulumi.Output<string>): AlarmRule[] {
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
        "Lambda refused calls: concurrency is used up. Raise reservedConcurrency or the account's quota.",
      ...above(0, functionMetric(functionName, 'Throttles', 'Sum')),
    },
    {
      title: 'p99-duration',
      alarmDescription: `One call in a hundred takes over 3 s (the limit is ${timeoutSeconds} s). Look at the traces in X-Ray.`,
      ...above(3_000, functionMetric(functionName, 'Duration', 'p99'), 3),
    },
  ];
}

export function toApiAlarms(apiId: pulumi.Output<string>, refusals: Metric): AlarmRule[] {
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
        'Over a fifth of the requests are refused with 401 or 403: a client is broken, or somebody is trying doors. Group the access log by sourceIp, authorizerError and routeKey. A wrong secret does not show here: it is refused before, by Cognito.',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 20,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      metricQueries: [
        // A share of a handful of requests says nothing.
        {
          id: 'share',
          expression: 'IF(refused > 50, 100 * refused / requests, 0)',
          returnData: true,
        },
        toQuery('refused', refusals),
        toQuery('requests', apiMetric(apiId, 'Count', 'Sum')),
      ],
    },
  ];
}

export function toTableAlarms(tableName: pulumi.Output<string>): AlarmRule[] {
  return [
    {
      title: 'throttling',
      alarmDescription:
        'DynamoDB refused requests to the table or its index, which are repeated: one city or one applicant is written to very fast, or the table grew quicker than on-demand capacity does.',
      ...sumAbove(
        0,
        (['ReadThrottleEvents', 'WriteThrottleEvents'] as const).flatMap((metricName) =>
          withIndex(tableName, metricName, marketTable.cityIndex.name),
        ),
      ),
    },
    {
      title: 'system-errors',
      alarmDescription: "DynamoDB failed on its own side. Look at AWS's Health Dashboard.",
      ...sumAbove(
        0,
        ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'].map((Operation) =>
          tableMetric(tableName, 'SystemErrors', { Operation }),
        ),
      ),
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

/** Where a metric is kept apart by index or operation. */
function sumAbove(threshold: number, metrics: readonly Metric[]) {
  return {
    comparisonOperator: 'GreaterThanThreshold',
    threshold,
    evaluationPeriods: 1,
    metricQueries: [
      { id: 'total', expression: 'SUM(METRICS())', label: 'total', returnData: true },
      ...metrics.map((metric, index) => toQuery(`m${index}`, metric)),
    ],
  };
}
