import * as z from 'zod';
import { allOf, checkOf, type Policy } from './policy.ts';

export const archivesAreLocked: Policy = {
  name: 'archives-are-locked',
  description: 'Objects of an archive are locked against changes, and encrypted in transit.',
  check: allOf(
    checkOf(
      'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
      z.object({
        rule: z
          .object({
            defaultRetention: z.object({ mode: z.string(), years: z.number().default(0) }),
          })
          .optional(),
      }),
      ({ rule }) =>
        (rule?.defaultRetention.years ?? 0) > 0 ? [] : ['set years in rule.defaultRetention'],
    ),
    checkOf(
      'aws:s3/bucketVersioning:BucketVersioning',
      z.object({ versioningConfiguration: z.object({ status: z.string() }) }),
      ({ versioningConfiguration }) =>
        versioningConfiguration.status === 'Enabled' ? [] : ['set status to Enabled'],
    ),
    checkOf(
      'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream',
      z.object({
        serverSideEncryption: z.object({ enabled: z.boolean() }).default({ enabled: false }),
      }),
      ({ serverSideEncryption }) =>
        serverSideEncryption.enabled ? [] : ['set serverSideEncryption to {enabled: true}'],
    ),
  ),
};

export const logsAreSentByField: Policy = {
  name: 'logs-are-sent-by-field',
  description: 'What is copied out of a log is chosen by a field of its lines.',
  check: checkOf(
    'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter',
    z.object({ filterPattern: z.string() }),
    ({ filterPattern }) =>
      /^\{.*\$\.\w.*\}$/.test(filterPattern)
        ? []
        : ['it may send every line: select lines by a field, as { $.decision.revision = "*" }'],
  ),
};
