import { parseFlags, runProgram, UserError } from '../program.ts';
import { Stack } from './pulumi.ts';

const help = `npm run rollback -- --stack NAME [options]: gives all calls to an earlier version of the Lambda

  --stack NAME   the stack
  --to VERSION   the version; default: the one before the version that gets the calls now
  --off          ends a rollback: the newest version gets the calls
  --help         this text

Code and environment of a version belong together: both change back. The version is written to
Pulumi.NAME.yaml as liveVersion, so later deploys keep it until --off.
`;

await runProgram(async () => {
  const flags = parseFlags({
    command: 'npm run rollback',
    help,
    options: { stack: { type: 'string' }, to: { type: 'string' }, off: { type: 'boolean' } },
  });
  if (flags.stack === undefined) throw new UserError('Give --stack NAME');
  const stack = new Stack(flags.stack);
  const { liveVersion: live, newestVersion: newest } = await stack.readVersions();
  if (live === undefined || newest === undefined) {
    throw new UserError(`${flags.stack} has no version of the Lambda: run npm run deploy first`);
  }
  const version = flags.off ? newest : readVersion(flags.to ?? `${live - 1}`, newest);
  await stack.setLiveVersion(flags.off ? undefined : { version });
  await stack.moveCalls();
  console.log(`Version ${version} gets all calls, in place of version ${live}.`);
  if (!flags.off) {
    console.log(
      `Commit Pulumi.${flags.stack}.yaml, deploy a correction, then run: npm run rollback -- --stack ${flags.stack} --off`,
    );
  }
});

function readVersion(given: string, newest: number): number {
  const version = Number(given);
  if (Number.isInteger(version) && version >= 1 && version <= newest) return version;
  throw new UserError(`There is no version ${given}: the versions are 1 to ${newest}`);
}
