import * as z from 'zod';

/** CloudWatch decides about an alarm every 5 minutes: a shorter canary deployment would end before it. */
const minMinutes = 10;

export const deploymentSchema = z
  .strictObject({
    strategy: z
      .enum(['all-at-once', 'canary'], 'write "all-at-once" or "canary"')
      .default('all-at-once'),
    /** The share of calls that a new version gets at first. */
    percent: z.int().min(1).max(50).default(5),
    /** How long it must raise no alarm before it gets all calls. */
    minutes: z.int().min(minMinutes).max(120).default(minMinutes),
  })
  .prefault({});

export const liveVersionSchema = z.strictObject({
  version: z.int().min(1),
  /** The share of calls that the newest version gets beside it. */
  canaryPercent: z.int().min(1).max(50).exactOptional(),
});
