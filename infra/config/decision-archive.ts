import * as z from 'zod';

/** A second copy of the log lines of decisions, locked against changes. */
export const decisionArchiveSchema = z.strictObject({
  years: z.int().min(1).max(30),
  /** `governance`: a user with the right s3:BypassGovernanceRetention may delete. `compliance`: no user may. */
  mode: z
    .enum(['governance', 'compliance'], 'write "governance" or "compliance"')
    .default('governance'),
});
