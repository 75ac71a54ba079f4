import * as pulumi from '@pulumi/pulumi';
import type { ApiStage } from '../api/stage.ts';
import type { DecisionArchive } from '../archive/decision-archive.ts';
import * as aws from '../aws.ts';
import type { TableBackup } from '../backup.ts';
import { isEmail } from '../config/config-values.ts';
import type { Config } from '../config/schema.ts';
import type { ApiFunction } from '../lambda/function.ts';
import type { Table } from '../table.ts';
import {
  type AlarmRule,
  createApiAlarms,
  createArchiveAlarms,
  createBackupAlarms,
  createFunctionAlarms,
  createSignInAlarms,
  createTableAlarms,
} from './alarms.ts';
import { createBudget } from './budget.ts';
import { createDashboard } from './dashboard.ts';
import { createLeftOutMetric, createRefusalMetric } from './metrics.ts';

type MonitoringArgs = Pick<
  Config,
  'alarmAddresses' | 'memorySize' | 'monthlyBudget' | 'kmsKeys'
> & {
  function: ApiFunction;
  /** By the name in their alarms. */
  stages: Readonly<Record<string, ApiStage>>;
  table: Table;
  backup: TableBackup | undefined;
  archive: DecisionArchive | undefined;
  /** The user pool and the app client of the applicants. */
  signIn: { poolId: pulumi.Output<string>; clientId: pulumi.Output<string> };
  tags: Record<string, string>;
};

/** Alarms with a notification topic, and a dashboard of health, callers and costs. */
export class Monitoring extends pulumi.ComponentResource {
  /** For chat, which subscribes by itself: Amazon Q Developer in chat applications. */
  readonly topicArn: pulumi.Output<string>;
  /** The names of the alarms that a bad version of the Lambda raises. */
  readonly rollbackAlarms: pulumi.Output<string>[] = [];

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:Monitoring', name, {}, opts);
    const child = { parent: this };
    const { table, tags } = args;

    const topic = new aws.sns.Topic(
      `${name}-alarms`,
      {
        ...(args.kmsKeys.alarms !== undefined && { kmsMasterKeyId: args.kmsKeys.alarms }),
        tags,
      },
      child,
    );
    this.topicArn = topic.arn;
    for (const endpoint of args.alarmAddresses) {
      new aws.sns.TopicSubscription(
        `${name}-${endpoint}`,
        { topic: topic.arn, protocol: isEmail(endpoint) ? 'email' : 'https', endpoint },
        child,
      );
    }
    if (args.monthlyBudget !== undefined) createBudget(name, args.monthlyBudget, args, child);
    const apis = Object.entries(args.stages).map(([side, { apiId, accessLogName }]) => {
      const refusals = createRefusalMetric(`${name}-${side}`, accessLogName, child);
      return { side, apiId, accessLogName, refusals };
    });
    const leftOut = createLeftOutMetric(name, args.function.logGroup.name, child);
    const createAlarms = (side: string, rules: readonly AlarmRule[]) => {
      for (const { title, ...rule } of rules) {
        const alarm = new aws.cloudwatch.MetricAlarm(
          `${name}-${side}-${title}`,
          {
            // No calls at night are normal.
            treatMissingData: 'notBreaching',
            ...rule,
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
    if (args.backup) createAlarms('backup', createBackupAlarms(args.backup));
    if (args.archive) createAlarms('archive', createArchiveAlarms(args.archive.streamName));
    createAlarms('sign-in', createSignInAlarms(args.signIn));
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
