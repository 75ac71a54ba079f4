import * as z from 'zod';

/** A second copy of the log lines of decisions, which nobody can change. */
export const decisionArchiveSchema = z.strictObject({
  years: z.int().min(1).max(30),
  /** `governance`: who has the right s3:BypassGovernanceRetention may delete. `compliance`: nobody may. */
  mode: z
    .enum(['governance', 'compliance'], 'write "governance" or "compliance"')
    .default('governance'),
});
