import * as z from 'zod';
import { parseArn } from './arn.ts';

const vaultArnSchema = z.string().refine(
  (value) => {
    const { service, resource } = parseArn(value);
    return service === 'backup' && /^backup-vault:[\w-]{2,50}$/.test(resource);
  },
  {
    error: ({ input }) =>
      `${JSON.stringify(input)} is not the ARN of a backup vault: write e.g. "arn:aws:backup:eu-west-1:210987654321:backup-vault:christmas-markets"`,
  },
);

/** AWS Backup of the table, beside its point-in-time recovery. */
export const backupSchema = z.strictObject({
  schedule: z.enum(['daily', 'weekly'], 'write "daily" or "weekly"').default('daily'),
  /** Default: 35, or `logRetentionDays` if that is less. */
  retentionDays: z.int().min(1).exactOptional(),
  /** Vaults of other accounts or Regions, which get a copy of each backup. */
  copyTo: z
    .array(vaultArnSchema)
    .max(5, 'write 5 vaults at most')
    .refine((arns) => new Set(arns).size === arns.length, 'write each vault once')
    .default([]),
});
