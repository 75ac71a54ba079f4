import * as z from 'zod';
import { type Graph, ofType, onlyOf, policiesOf, sourcesOf, types } from '../graph.ts';
import { differ } from './access.ts';

const keptSchema = z.object({
  lifecycle: z.object({ deleteAfter: z.number().default(Number.POSITIVE_INFINITY) }),
});
const planSchema = z.object({
  rules: z.array(keptSchema.extend({ copyActions: z.array(keptSchema) })).length(1),
});
const logSchema = z.object({ retentionInDays: z.number() });
const policySchema = z.object({
  Statement: z.array(
    z.object({
      Action: z.union([z.string(), z.array(z.string())]),
      Resource: z.union([z.string(), z.array(z.string())]),
    }),
  ),
});

/** The backup plan keeps the table and nothing else, no longer than the log of erasures. */
export function checkBackup(graph: Graph, isProtected: boolean): string[] {
  return ofType(graph, types.backupVault).flatMap((vault) => {
    const plan = onlyOf(graph, types.backupPlan);
    const selection = onlyOf(graph, types.backupSelection);
    const table = onlyOf(graph, types.table);
    const [log] = sourcesOf(
      graph,
      onlyOf(graph, types.function),
      'loggingConfig',
      types.logGroup,
    ).map(({ inputs }) => logSchema.parse(inputs).retentionInDays);
    const kept = planSchema
      .parse(plan.inputs)
      .rules.flatMap((rule) => [rule, ...rule.copyActions])
      .map(({ lifecycle }) => lifecycle.deleteAfter);
    const policies = policiesOf(graph, selection, 'iamRoleArn');
    const urns = (input: string, type: string, of = selection) =>
      sourcesOf(graph, of, input, type).map(({ urn }) => urn);
    return [
      differ('the vault of the plan', urns('rules', types.backupVault, plan), [vault.urn]),
      differ('what is backed up', urns('resources', types.table), [table.urn]),
      differ('the plan of the selection', urns('planId', types.backupPlan), [plan.urn]),
      differ(`${vault.name}: protect`, vault.protect, isProtected),
      differ(`${vault.name}: forceDestroy`, vault.inputs.forceDestroy, !isProtected),
      ...kept
        .filter((days) => log === undefined || days > log)
        .map((days) => `a backup is kept for ${days} days, and the log of erasures for ${log}`),
      policies.length === 1 ? '' : 'AWS Backup has no role with a policy',
      ...[vault, selection]
        .filter(({ deleteBeforeReplace }) => !deleteBeforeReplace)
        .map(({ type }) => `${type} does not make room for another with its name`),
      ...policies.map(({ inputs }) =>
        differ(
          'what AWS Backup may do',
          listRights(String(inputs.policy)).filter((right) => !right.startsWith('kms:')),
          [
            'backup:CopyFromBackupVault *',
            ...['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'],
            'dynamodb:CreateBackup',
            'dynamodb:DeleteBackup',
            'dynamodb:DescribeBackup',
            'dynamodb:DescribeTable',
            'dynamodb:ListTagsOfResource',
            'dynamodb:StartAwsBackupJob',
            'tag:GetResources *',
          ],
        ),
      ),
    ].filter(Boolean);
  });
}

/** Actions, marked where they are allowed on everything. */
function listRights(policy: string): string[] {
  const { Statement } = policySchema.parse(JSON.parse(policy));
  return Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().map((action) => (Resource === '*' ? `${action} *` : action)),
  ).toSorted();
}
