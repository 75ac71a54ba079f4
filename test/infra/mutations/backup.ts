import { types } from '../graph.ts';
import { first, type Mutation, set, unordered, unset } from './edits.ts';

const forEver = {
  ruleName: 'daily',
  lifecycle: { deleteAfter: 30 },
  copyActions: [{ destinationVaultArn: 'arn:x', lifecycle: {} }],
};
const tooLong = { ...forEver, lifecycle: { deleteAfter: 365 }, copyActions: [] };

/** Backups that fail, are lost, or keep too much. */
export const backupMutations: Mutation[] = [
  ['a copy that is kept for ever', set(types.backupPlan, 'rules', [forEver]), 'backups-end'],
  [
    'a backup that is kept for longer than the log of erasures',
    set(types.backupPlan, 'rules', [tooLong]),
    'a backup is kept for 365 days, and the log of erasures for 30',
  ],
  [
    'a backup of every table',
    set(types.backupSelection, 'resources', ['arn:aws:dynamodb:*:*:table/*']),
    'backups-name-their-table',
  ],
  ['a backup of nothing', unset(types.backupSelection, 'resources'), 'it selects nothing by name'],
  [
    'a backup of what has a tag',
    set(types.backupSelection, 'selectionTags', [{ key: 'backup', value: 'yes' }]),
    'selectionTags selects resources of others',
  ],
  [
    'a backup of another table',
    (graph) => {
      first(graph, types.backupSelection).propertyDependencies.resources = [];
    },
    'what is backed up',
  ],
  [
    'backups in another vault',
    (graph) => {
      first(graph, types.backupPlan).propertyDependencies.rules = [];
    },
    'the vault of the plan',
  ],
  [
    'a vault that Pulumi deletes',
    (graph) => {
      first(graph, types.backupVault).protect = false;
    },
    'backup: protect',
  ],
  ['a vault that is emptied', set(types.backupVault, 'forceDestroy', true), 'backup: forceDestroy'],
  [
    'a selection beside another with its name',
    (graph) => {
      first(graph, types.backupSelection).deleteBeforeReplace = false;
    },
    'does not make room for another with its name',
  ],
  [
    'AWS Backup without a role',
    (graph) => {
      first(graph, types.backupSelection).propertyDependencies.iamRoleArn = [];
    },
    'AWS Backup has no role with a policy',
  ],
  ['a backup before its rights', unordered(types.backupSelection), 'backup does not wait for'],
  [
    'a role of AWS Backup that reads any table',
    (graph) => {
      const { inputs } = first(graph, types.rolePolicy, 'backup-policy');
      inputs.policy = String(inputs.policy).replace('dynamodb:DescribeTable', 'dynamodb:Scan');
    },
    'what AWS Backup may do',
  ],
  [
    'an alarm of a vault elsewhere',
    (graph) => {
      first(graph, types.alarm, 'backup-missing').propertyDependencies.dimensions = [];
    },
    'backup-missing watches 0 resources',
  ],
];
