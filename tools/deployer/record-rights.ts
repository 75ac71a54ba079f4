import { each, names, type Rights, tags } from './rights.ts';

const plans = ['arn:aws:backup:*:*:backup-plan:*'];

/** With `backup` only: a managed policy of its own, as with `web`. */
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
};

/** Actions on resources of no type in the program. */
export const furtherRecordRights: readonly Rights[] = [
  {
    actions: ['backup:DescribeRecoveryPoint', 'backup:DeleteRecoveryPoint'],
    resources: ['arn:aws:backup:*:*:recovery-point:*'],
  },
  // AWS Backup demands it of who creates a vault.
  { actions: ['backup-storage:MountCapsule'], resources: ['*'] },
];

function backupTags(): string[] {
  return [...tags('backup').slice(0, 2), 'backup:ListTags'];
}
