import { setTimeout } from 'node:timers/promises';
import { UserError } from '../program.ts';
import { findRaisedAlarms } from './alarms.ts';
import type { Stack, Versions } from './pulumi.ts';

type Canary = {
  stack: Stack;
  region: string;
  percent: number;
  minutes: number;
  live: number;
  alarms: Versions['rollbackAlarms'];
  upArgs: readonly string[];
  /** How often the alarms are read. */
  intervalMs: number;
};

/**
 * Deploys a new version for a share of the calls, and for all of them when no alarm was raised in time.
 * If this program is killed in between, the share stays: the next deploy continues from the live version.
 */
export async function deployCanary(canary: Canary): Promise<number> {
  const { stack, percent, minutes, live, alarms, region } = canary;
  const before = await findRaisedAlarms(alarms, region);
  if (before.length > 0) {
    throw new UserError(`Nothing is deployed: ${before.join(', ')} is raised already`);
  }
  await stack.setLiveVersion({ version: live, canaryPercent: percent });
  const exitCode = await stack.up(canary.upArgs);
  if (exitCode !== 0) {
    // Moves nothing: the alias either has the live version alone, or the share of the newest beside it.
    console.error(`Version ${live} stays live. Run the same command again, or npm run rollback.`);
    return exitCode;
  }
  const { newestVersion } = await stack.readVersions();
  if (newestVersion !== live) {
    console.log(`Version ${newestVersion} gets ${percent} % of the calls for ${minutes} minutes.`);
    const raised = await watch(canary, minutes * 60_000);
    if (raised !== undefined) {
      await stack.setLiveVersion({ version: live });
      await stack.moveCalls();
      throw new UserError(
        `Rolled back: version ${live} gets all calls, because version ${newestVersion} got ${percent} % and ${raised}`,
      );
    }
  }
  await stack.setLiveVersion(undefined);
  await stack.moveCalls();
  console.log(`Version ${newestVersion} gets all calls.`);
  return 0;
}

/** Why the new version is bad; `undefined` if it is not. Alarms that cannot be read are a reason. */
async function watch({ alarms, region, intervalMs }: Canary, forMs: number) {
  const end = Date.now() + forMs;
  while (Date.now() < end) {
    await setTimeout(Math.min(intervalMs, end - Date.now()));
    try {
      const raised = await findRaisedAlarms(alarms, region);
      if (raised.length > 0) return `${raised.join(', ')} was raised`;
    } catch (error) {
      return error instanceof Error ? error.message : `${error}`;
    }
  }
  return undefined;
}
