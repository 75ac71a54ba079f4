import { expect, it } from 'vitest';
import * as z from 'zod';
import { kmsKeyArn, vaultArn } from '../config-fixture.ts';
import { ofType, onlyOf } from '../graph.ts';
import { useGraphs } from './captured.ts';
import { find, referencesOf, types } from './references.ts';

const graphs = useGraphs();

it('there is no backup plan unless the configuration says so', () => {
  for (const { resources } of [graphs.shared, graphs.split]) {
    expect(resources.filter(({ type }) => type.startsWith('aws:backup/'))).toEqual([]);
  }
});

it('the table is backed up every day, with copies, for 35 days or as long as the log', () => {
  const { full } = graphs;
  const lifecycle = { deleteAfter: 30 };
  expect(onlyOf(full, types.backupPlan).inputs.rules).toEqual([
    {
      ruleName: 'daily',
      targetVaultName: 'christmas-markets-dev-backup',
      schedule: 'cron(0 3 * * ? *)',
      startWindow: 60,
      completionWindow: 1440,
      lifecycle,
      copyActions: [{ destinationVaultArn: vaultArn, lifecycle }],
    },
  ]);
  expect(referencesOf(full, onlyOf(full, types.backupSelection), 'resources')).toEqual(['markets']);
  expect(onlyOf(full, types.backupVault).inputs).toMatchObject({
    kmsKeyArn,
    forceDestroy: false,
  });
});

it('AWS Backup reads and encrypts with the keys, and copies into the named vaults', () => {
  const policy = z
    .string()
    .parse(find(graphs.full, types.rolePolicy, 'backup-policy').inputs.policy);
  const { Statement } = z
    .object({ Statement: z.array(z.looseObject({ Action: z.unknown(), Resource: z.unknown() })) })
    .parse(JSON.parse(policy));
  expect(Statement).toEqual(
    expect.arrayContaining([
      {
        Effect: 'Allow',
        Action: ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'],
        Resource: [expect.stringContaining('dev-backup'), vaultArn],
      },
      {
        Effect: 'Allow',
        Action: ['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: kmsKeyArn,
      },
      {
        Effect: 'Allow',
        Action: 'kms:CreateGrant',
        Resource: kmsKeyArn,
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ]),
  );
  const role = find(graphs.full, types.role, 'backup-role');
  expect(role.inputs.assumeRolePolicy).toContain('"Service":"backup.amazonaws.com"');
});

it('a backup that fails or is missing raises an alarm', () => {
  const { full } = graphs;
  const alarms = ofType(full, types.alarm).filter(({ name }) => name.includes('-backup-'));
  expect(alarms).toHaveLength(2);
  const failed = find(full, types.alarm, 'monitoring-backup-failed');
  expect(referencesOf(full, failed, 'metricQueries')).toEqual(['backup']);
  expect(JSON.stringify(failed.inputs.metricQueries)).toContain('NumberOfCopyJobsFailed');
  expect(find(full, types.alarm, 'monitoring-backup-missing').inputs).toMatchObject({
    namespace: 'AWS/Backup',
    metricName: 'NumberOfBackupJobsCompleted',
    treatMissingData: 'breaching',
    evaluationPeriods: 2,
    period: 86_400,
  });
});
