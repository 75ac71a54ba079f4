import { expect, it } from 'vitest';
import * as z from 'zod';
import { account, kmsKeyArn } from '../config-fixture.ts';
import { onlyOf } from '../graph.ts';
import { useGraphs } from './captured.ts';
import { find, referencesOf, types } from './references.ts';

const graphs = useGraphs();

it('there is no archive of decisions unless the configuration says so', () => {
  for (const { resources, outputs } of [graphs.shared, graphs.split]) {
    expect(resources.filter(({ type }) => /^aws:(kinesis|s3)\//.test(type))).toEqual([]);
    expect(outputs.decisionArchiveBucket).toBeNull();
  }
});

it('decisions are kept for the years of the configuration, and deleted after them', () => {
  const { full } = graphs;
  expect(onlyOf(full, types.objectLock).inputs.rule).toEqual({
    defaultRetention: { mode: 'COMPLIANCE', years: 10 },
  });
  const rules = z
    .array(z.object({ expiration: z.object({ days: z.number() }) }))
    .parse(onlyOf(full, types.lifecycle).inputs.rules);
  const [expiry] = rules;
  const { days = 0 } = expiry?.expiration ?? {};
  // Ten years have three leap days at most, and an object is locked to the end of them.
  expect(days).toBeGreaterThan(10 * 365 + 3);
  expect(days).toBeLessThanOrEqual(10 * 365 + 5);
  expect(onlyOf(full, types.archiveStream).inputs).toMatchObject({
    destination: 'extended_s3',
    extendedS3Configuration: { prefix: 'decisions/', errorOutputPrefix: 'errors/', kmsKeyArn },
  });
  expect(full.outputs.decisionArchiveBucket).toContain('-decisions');
});

it('the services act for this account alone', () => {
  const trustOf = (name: string) =>
    String(find(graphs.full, types.role, name).inputs.assumeRolePolicy);
  expect(trustOf('decisions-write-role')).toContain(
    `"Condition":{"StringEquals":{"aws:SourceAccount":"${account}"}}`,
  );
  expect(trustOf('decisions-send-role')).toMatch(
    /"Condition":\{"StringLike":\{"aws:SourceArn":"arn:aws:[^"]+:\*"\}\}/,
  );
});

it('decisions that are not written within an hour raise an alarm', () => {
  const alarm = find(graphs.full, types.alarm, 'monitoring-archive-late');
  expect(referencesOf(graphs.full, alarm, 'dimensions')).toEqual(['decisions']);
  expect(alarm.inputs).toMatchObject({
    namespace: 'AWS/Firehose',
    metricName: 'DeliveryToS3.DataFreshness',
    statistic: 'Maximum',
    threshold: 3_600,
  });
});
