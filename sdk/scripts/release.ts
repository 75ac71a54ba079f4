import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * `npm run release`: checks, publishes and tags the version in package.json. With `--dry-run`: checks,
 * shows what would be published, and leaves everything as it is.
 */
const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
const dryRun = values['dry-run'];
const root = fileURLToPath(new URL('..', import.meta.url));

const { name, version } = readManifest();
const problems = [
  !readFileSync(`${root}/CHANGELOG.md`, 'utf8').includes(`\n## ${version}\n`) &&
    `CHANGELOG.md has no section "## ${version}".`,
  run('git', ['status', '--porcelain']) !== '' && 'There are changes that are not committed.',
  run('git', ['tag', '--list', tag()]) !== '' && `${tag()} is there already: raise the version.`,
].filter((problem) => problem !== false);
if (problems.length > 0 && !dryRun) {
  console.error(problems.join('\n'));
  process.exit(1);
}

show('npm', ['run', 'check']);
show('npm', ['pack', '--dry-run']);
if (dryRun) {
  const isReady = problems.length === 0;
  const outcome = isReady
    ? `would publish ${name} ${version} and tag ${tag()}`
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

function show(command: string, args: string[]): void {
  execFileSync(command, args, { cwd: root, stdio: 'inherit' });
}
