import { parseArgs } from 'node:util';
import { runProgram } from '../program.ts';
import { deployCanary } from './canary.ts';
import { Stack } from './pulumi.ts';

/* npm run deploy -- [options of pulumi up]: `deployment` in Pulumi.<stack>.yaml says how. */

await runProgram(async () => {
  const args = process.argv.slice(2);
  const { values } = parseArgs({
    args,
    options: { stack: { type: 'string', short: 's' } },
    strict: false,
  });
  const name = typeof values.stack === 'string' ? values.stack : undefined;
  const stack = new Stack(name);
  const upArgs = ['--policy-pack', 'infra/policies', ...args];
  const deployment = await stack.readDeployment();
  const { liveVersion: live, rollbackAlarms: alarms } =
    deployment?.strategy === 'canary' ? await stack.readVersions() : {};
  // The first version has no other one beside it.
  process.exitCode =
    deployment === undefined || live === undefined || alarms === undefined
      ? await stack.up(upArgs)
      : await deployCanary({ ...deployment, stack, upArgs, live, alarms, intervalMs: 15_000 });
});
