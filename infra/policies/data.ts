import * as z from 'zod';
import { allOf, checkOf, type Policy } from './policy.ts';

const switchSchema = z.object({ enabled: z.boolean() }).default({ enabled: false });

/** Without a number, DynamoDB keeps 35 days. */
const recoverySchema = switchSchema
  .removeDefault()
  .extend({ recoveryPeriodInDays: z.number().default(35) })
  .prefault({ enabled: false });

const tableType = 'aws:dynamodb/table:Table';

export const tablesAreEncrypted: Policy = {
  name: 'tables-are-encrypted',
  description: 'Tables are encrypted with a key whose use is recorded.',
  check: checkOf(
    tableType,
    z.object({ serverSideEncryption: switchSchema }),
    ({ serverSideEncryption }) =>
      serverSideEncryption.enabled ? [] : ['set serverSideEncryption to {enabled: true}'],
  ),
};

export const tablesCanBeRestored: Policy = {
  name: 'tables-can-be-restored',
  description: 'Tables can be restored to any second of their recovery period.',
  check: checkOf(
    tableType,
    z.object({
      pointInTimeRecovery: recoverySchema,
      deletionProtectionEnabled: z.boolean().default(false),
    }),
    ({ pointInTimeRecovery, deletionProtectionEnabled }) => {
      if (!pointInTimeRecovery.enabled) return ['set pointInTimeRecovery to {enabled: true}'];
      return deletionProtectionEnabled && pointInTimeRecovery.recoveryPeriodInDays < 7
        ? ['it is protected: set recoveryPeriodInDays to 7 or more']
        : [];
    },
  ),
};

export const logsEnd: Policy = {
  name: 'logs-end',
  description:
    'Log groups have a retention time, and every function logs to a group of the program.',
  check: allOf(
    checkOf(
      'aws:cloudwatch/logGroup:LogGroup',
      // 0 means unlimited retention.
      z.object({ retentionInDays: z.number().default(0) }),
      ({ retentionInDays }) => (retentionInDays > 0 ? [] : ['set retentionInDays']),
    ),
    checkOf(
      'aws:lambda/function:Function',
      z.object({
        loggingConfig: z.object({ logGroup: z.string().optional() }).default({}),
      }),
      ({ loggingConfig }) =>
        loggingConfig.logGroup === undefined
          ? ['Lambda would create a log group with unlimited retention: name one in loggingConfig']
          : [],
    ),
  ),
};
