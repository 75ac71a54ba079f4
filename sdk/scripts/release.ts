import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail, parseFlags, UserError } from '../../tools/program.ts';

const flags = parseFlags({
  command: 'npm run release',
  help: `npm run release [-- --publish]: a release of the SDK, of the version in sdk/package.json

Checks everything and shows what would be published. Changes nothing.

  --publish   publishes it to npm's registry, and tags the commit
  --help      this text`,
  options: { publish: { type: 'boolean' } },
});
const root = fileURLToPath(new URL('..', import.meta.url));

const { name, version } = readManifest();
const problems = [
  !readFileSync(`${root}/CHANGELOG.md`, 'utf8').includes(`\n## ${version}\n`) &&
    `CHANGELOG.md has no section "## ${version}".`,
  run('git', ['status', '--porcelain']) !== '' && 'There are changes that are not committed.',
  run('git', ['tag', '--list', tag()]) !== '' && `${tag()} already exists: raise the version.`,
].filter((problem) => problem !== false);
if (problems.length > 0 && flags.publish) fail(new UserError(problems.join('\n')));

show('npm', ['run', 'check']);
show('npm', ['pack', '--dry-run']);
if (!flags.publish) {
  const isReady = problems.length === 0;
  const outcome = isReady
    ? `would publish ${name} ${version} and tag ${tag()}: npm run release -- --publish`
    : 'would be refused';
  console.log(['', ...problems, `A release ${outcome}. Nothing was done.`].join('\n'));
  process.exit(isReady ? 0 : 1);
}
show('npm', ['publish']);
show('git', ['tag', '--annotate', tag(), '--message', `${name} ${version}`]);
console.log(`Published. Now: git push origin ${tag()}`);

function readManifest(): { name: string; version: string } {
  return JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
}

function tag(): string {
  return `sdk-v${version}`;
}

function run(command: string, args: string[]): string {
  return execFileSync(command, args, { cwd: root, encoding: 'utf8' }).trim();
}

/** The command itself prints the reason of a failure. */
function show(command: string, args: string[]): void {
  try {
    execFileSync(command, args, { cwd: root, stdio: 'inherit' });
  } catch {
    const outcome =
      command === 'git'
        ? `${name} ${version} is published, but not tagged`
        : 'nothing was published';
    fail(new UserError(`${command} ${args.join(' ')} failed: ${outcome}.`));
  }
}
