import * as pulumi from '@pulumi/pulumi';
import type { ApiStage } from '../api/stage.ts';
import * as aws from '../aws.ts';
import type { Config } from '../config/schema.ts';
import type { ApiFunction } from '../lambda/function.ts';
import type { Table } from '../table.ts';
import {
  type AlarmRule,
  createApiAlarms,
  createFunctionAlarms,
  createTableAlarms,
} from './alarms.ts';
import { createDashboard } from './dashboard.ts';
import { createLeftOutMetric, createRefusalMetric } from './metrics.ts';

type MonitoringArgs = Pick<Config, 'alarmEmail' | 'memorySize'> & {
  function: ApiFunction;
  /** By the name in their alarms. */
  stages: Readonly<Record<string, ApiStage>>;
  table: Table;
  tags: Record<string, string>;
};

/** Alarms with a notification topic, and a dashboard of health, callers and costs. */
export class Monitoring extends pulumi.ComponentResource {
  /** The names of the alarms that a bad version of the Lambda raises. */
  readonly rollbackAlarms: pulumi.Output<string>[] = [];

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:Monitoring', name, {}, opts);
    const child = { parent: this };
    const { table, tags } = args;

    const topic = new aws.sns.Topic(`${name}-alarms`, { tags }, child);
    if (args.alarmEmail !== undefined) {
      new aws.sns.TopicSubscription(
        `${name}-email`,
        { topic: topic.arn, protocol: 'email', endpoint: args.alarmEmail },
        child,
      );
    }
    const apis = Object.entries(args.stages).map(([side, { apiId, accessLogName }]) => {
      const refusals = createRefusalMetric(`${name}-${side}`, accessLogName, child);
      return { side, apiId, accessLogName, refusals };
    });
    const leftOut = createLeftOutMetric(name, args.function.logGroupName, child);
    const createAlarms = (side: string, rules: readonly AlarmRule[]) => {
      for (const { title, ...rule } of rules) {
        const alarm = new aws.cloudwatch.MetricAlarm(
          `${name}-${side}-${title}`,
          {
            ...rule,
            // No calls at night are normal.
            treatMissingData: 'notBreaching',
            alarmActions: [topic.arn],
            okActions: [topic.arn],
            tags,
          },
          child,
        );
        if (title === 'errors' || title === '5xx') this.rollbackAlarms.push(alarm.name);
      }
    };
    createAlarms('function', createFunctionAlarms(args.function.name, leftOut));
    createAlarms('table', createTableAlarms(table.name));
    for (const { side, apiId, refusals } of apis)
      createAlarms(side, createApiAlarms(apiId, refusals));
    new aws.cloudwatch.Dashboard(
      `${name}-dashboard`,
      {
        dashboardName: name,
        dashboardBody: createDashboard({ ...args, apis, leftOut }),
      },
      child,
    );
    this.registerOutputs();
  }
}
