import * as z from 'zod';
import { allOf, checkOf, type Policy } from './policy.ts';

const switchSchema = z.object({ enabled: z.boolean() }).default({ enabled: false });

const tableType = 'aws:dynamodb/table:Table';

export const tablesAreEncrypted: Policy = {
  name: 'tables-are-encrypted',
  description: 'Tables are encrypted by a key whose uses are recorded.',
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
    z.object({ pointInTimeRecovery: switchSchema }),
    ({ pointInTimeRecovery }) =>
      pointInTimeRecovery.enabled ? [] : ['set pointInTimeRecovery to {enabled: true}'],
  ),
};

export const logsEnd: Policy = {
  name: 'logs-end',
  description: 'Log groups forget, and nothing logs to a group that Pulumi does not know.',
  check: allOf(
    checkOf(
      'aws:cloudwatch/logGroup:LogGroup',
      // 0 is AWS's "for ever".
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
          ? ['Lambda would make a log group that never forgets: name one in loggingConfig']
          : [],
    ),
  ),
};
