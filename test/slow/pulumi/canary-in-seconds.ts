import { deployCanary } from '../../../tools/deploy/canary.ts';
import { Stack } from '../../../tools/deploy/pulumi.ts';
import { runProgram } from '../../../tools/program.ts';

/* What `npm run deploy -- --stack dev` does with the strategy canary, with 2 seconds in place of minutes. */

await runProgram(async () => {
  const stack = new Stack('dev');
  const { liveVersion: live = 0, rollbackAlarms: alarms } = await stack.readVersions();
  process.exitCode = await deployCanary({
    ...{ stack, live, alarms, region: 'eu-central-1', percent: 5, minutes: 2 / 60 },
    upArgs: ['--policy-pack', 'infra/policies', '--skip-preview'],
    intervalMs: 500,
  });
});
