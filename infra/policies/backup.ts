import * as z from 'zod';
import { checkOf, type Policy } from './policy.ts';

const keptSchema = z.object({
  lifecycle: z.object({ deleteAfter: z.number().optional() }).default({}),
});

export const backupsEnd: Policy = {
  name: 'backups-end',
  description: 'Backups and their copies are deleted after a time, with the erased data in them.',
  check: checkOf(
    'aws:backup/plan:Plan',
    z.object({
      rules: z.array(keptSchema.extend({ copyActions: z.array(keptSchema).default([]) })),
    }),
    ({ rules }) =>
      rules
        .flatMap((rule) => [rule, ...rule.copyActions])
        .filter(({ lifecycle }) => lifecycle.deleteAfter === undefined)
        .map(() => 'a backup would be kept without a limit: set deleteAfter in each lifecycle'),
  ),
};

export const backupsNameTheirTable: Policy = {
  name: 'backups-name-their-table',
  description: 'A backup plan names what it backs up, by ARN.',
  check: checkOf(
    'aws:backup/selection:Selection',
    z.object({
      resources: z.array(z.string()).default([]),
      selectionTags: z.array(z.unknown()).default([]),
      conditions: z.array(z.unknown()).default([]),
      notResources: z.array(z.string()).default([]),
    }),
    ({ resources, ...others }) => [
      ...(resources.length === 0 ? ['it selects nothing by name: write the ARN in resources'] : []),
      ...resources
        .filter((arn) => /[*?]/.test(arn))
        .map((arn) => `it selects ${arn}: write the ARN of one table`),
      ...Object.entries(others)
        .filter(([, values]) => values.length > 0)
        .map(([key]) => `${key} selects resources of others: write the ARN in resources`),
    ],
  ),
};
