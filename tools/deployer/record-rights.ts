import { bucketRights, each, logGroups, names, type Rights, tags } from './rights.ts';

const bucket = `arn:aws:s3:::${names}`;
const plans = ['arn:aws:backup:*:*:backup-plan:*'];

/** With `backup` or `decisionArchive` only: a managed policy of its own, as with `web`. */
export const recordRightsByType: Readonly<Record<string, Rights>> = {
  'aws:backup/vault:Vault': {
    actions: [
      ...each('backup', ['Create', 'Describe', 'Delete'], 'BackupVault'),
      // Of a vault that is not protected.
      'backup:ListRecoveryPointsByBackupVault',
      ...backupTags(),
    ],
    resources: [`arn:aws:backup:*:*:backup-vault:${names}`],
  },
  'aws:backup/plan:Plan': {
    actions: [
      ...each('backup', ['Create', 'Get', 'Update', 'Delete'], 'BackupPlan'),
      ...backupTags(),
    ],
    resources: plans,
  },
  'aws:backup/selection:Selection': {
    actions: each('backup', ['Create', 'Get', 'Delete'], 'BackupSelection'),
    resources: plans,
  },
  ...bucketRights,
  'aws:s3/bucketVersioning:BucketVersioning': {
    actions: ['s3:PutBucketVersioning'],
    resources: [bucket],
  },
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': {
    actions: ['s3:PutBucketObjectLockConfiguration'],
    resources: [bucket],
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    actions: ['s3:PutEncryptionConfiguration'],
    resources: [bucket],
  },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    actions: ['s3:PutLifecycleConfiguration'],
    resources: [bucket],
  },
  'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': {
    actions: [
      ...each('firehose', ['Create', 'Describe', 'Delete', 'Tag', 'Untag'], 'DeliveryStream'),
      ...each('firehose', ['Start', 'Stop'], 'DeliveryStreamEncryption'),
      ...['firehose:UpdateDestination', 'firehose:ListTagsForDeliveryStream'],
    ],
    resources: [`arn:aws:firehose:*:*:deliverystream/${names}`],
  },
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': {
    actions: [
      ...each('logs', ['Put', 'Delete'], 'SubscriptionFilter'),
      'logs:DescribeSubscriptionFilters',
    ],
    resources: logGroups,
  },
};

/** Actions on resources of no type in the program. */
export const furtherRecordRights: readonly Rights[] = [
  {
    actions: ['backup:DescribeRecoveryPoint', 'backup:DeleteRecoveryPoint'],
    resources: ['arn:aws:backup:*:*:recovery-point:*'],
  },
  // Of an archive that is not protected. It ends a lock of the mode "governance".
  {
    actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'],
    resources: [`${bucket}/*`],
  },
  // AWS Backup demands it of who creates a vault.
  { actions: ['backup-storage:MountCapsule'], resources: ['*'] },
];

function backupTags(): string[] {
  return [...tags('backup').slice(0, 2), 'backup:ListTags'];
}
