import * as pulumi from '@pulumi/pulumi';
import * as aws from './aws.ts';
import type { Config } from './config/schema.ts';
import { createServiceRole } from './iam.ts';
import type { Table } from './table.ts';

type TableBackupArgs = NonNullable<Config['backup']> &
  Pick<Config, 'protected' | 'logRetentionDays' | 'kmsKeys' | 'permissionsBoundaryArn'> & {
    table: Table;
    tags: Record<string, string>;
  };

/** In UTC. */
const schedules = { daily: 'cron(0 3 * * ? *)', weekly: 'cron(0 3 ? * SUN *)' };

const defaultRetentionDays = 35;

/** In minutes: AWS's defaults are 8 hours to start and 7 days to complete. */
const windows = { startWindow: 60, completionWindow: 1_440 };

/** Backups of the table in a vault, with copies in vaults of other accounts or Regions. */
export class TableBackup extends pulumi.ComponentResource {
  readonly vaultName: pulumi.Output<string>;
  readonly schedule: keyof typeof schedules;

  constructor(name: string, args: TableBackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super('christmas-markets:index:TableBackup', name, {}, opts);
    const child = { parent: this };
    const { table, tags, copyTo } = args;
    const lifecycle = {
      deleteAfter: args.retentionDays ?? Math.min(defaultRetentionDays, args.logRetentionDays),
    };

    const vault = new aws.backup.Vault(
      name,
      {
        // AWS Backup allows 50 characters, which Pulumi's suffix would exceed.
        name,
        ...(args.kmsKeys.backups !== undefined && { kmsKeyArn: args.kmsKeys.backups }),
        // AWS refuses to delete a vault that contains backups.
        forceDestroy: !args.protected,
        tags,
      },
      { ...child, protect: args.protected, deleteBeforeReplace: true },
    );
    const plan = new aws.backup.Plan(
      name,
      {
        name,
        rules: [
          {
            ruleName: args.schedule,
            targetVaultName: vault.name,
            schedule: schedules[args.schedule],
            ...windows,
            lifecycle,
            copyActions: copyTo.map((destinationVaultArn) => ({ destinationVaultArn, lifecycle })),
          },
        ],
        tags,
      },
      child,
    );
    const role = createServiceRole(
      name,
      { ...args, service: 'backup.amazonaws.com', policy: createPolicy(vault.arn, args) },
      child,
    );
    new aws.backup.Selection(
      name,
      { name, planId: plan.id, iamRoleArn: role.arn, resources: [table.arn] },
      // After a restore, the new table's selection takes the place of the old one, with its name.
      { ...child, dependsOn: role.policy, deleteBeforeReplace: true },
    );

    this.vaultName = vault.name;
    this.schedule = args.schedule;
    this.registerOutputs();
  }
}

/** The statements of AWSBackupServiceRolePolicyForBackup that DynamoDB needs, for this table and these vaults. */
function createPolicy(
  vaultArn: pulumi.Output<string>,
  { table, copyTo, kmsKeys }: TableBackupArgs,
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'dynamodb:DescribeTable',
          'dynamodb:CreateBackup',
          'dynamodb:StartAwsBackupJob',
          'dynamodb:ListTagsOfResource',
        ],
        Resource: table.arn,
      },
      {
        Effect: 'Allow',
        Action: ['dynamodb:DescribeBackup', 'dynamodb:DeleteBackup'],
        Resource: pulumi.interpolate`${table.arn}/backup/*`,
      },
      {
        Effect: 'Allow',
        Action: ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'],
        Resource: [vaultArn, ...copyTo],
      },
      // These have no resources. AWS Backup demands the second one of every role of a selection.
      {
        Effect: 'Allow',
        Action: ['backup:CopyFromBackupVault', 'tag:GetResources'],
        Resource: '*',
      },
      ...(kmsKeys.table === undefined
        ? []
        : [
            {
              Effect: 'Allow',
              Action: ['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey'],
              Resource: kmsKeys.table,
            },
          ]),
      ...(kmsKeys.backups === undefined
        ? []
        : [
            { Effect: 'Allow', Action: 'kms:DescribeKey', Resource: kmsKeys.backups },
            {
              Effect: 'Allow',
              Action: 'kms:CreateGrant',
              Resource: kmsKeys.backups,
              Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
            },
          ]),
    ],
  });
}
