import { execFile, execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

/* A release of this commit, in a clone, to a registry that is not there. What does arrive there is not shown. */

/** The whole check of the package, twice. On a busy machine each takes minutes. */
vi.setConfig({ testTimeout: 900_000 });

const root = fileURLToPath(new URL('../../..', import.meta.url));
let clone: string;
beforeAll(() => {
  clone = mkdtempSync(`${tmpdir()}/christmas-markets-`);
  execFileSync('git', ['clone', '--quiet', '--no-tags', root, clone]);
  for (const folder of ['node_modules', 'sdk/node_modules']) {
    symlinkSync(`${root}${folder}`, `${clone}/${folder}`);
  }
  appendFileSync(`${clone}/.git/info/exclude`, 'node_modules\n');
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

it('publishes and tags nothing unless --publish is given', async () => {
  const { code, out } = await release();
  expect(out).toContain('npm run release -- --publish. Nothing was done.');
  expect(code).toBe(0);
  expect(readTags()).toBe('');
});

it('says in one line that it could not publish, and tags nothing', async () => {
  const { code, error } = await release('--publish');
  expect(error.trimEnd().split('\n').at(-1)).toBe('npm publish failed: nothing was published.');
  expect(error).not.toContain('execFileSync');
  expect(code).toBe(1);
  expect(readTags()).toBe('');
});

function release(...flags: string[]): Promise<{ code: number | null; out: string; error: string }> {
  const env = {
    ...process.env,
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_fetch_retries: '0',
  };
  return new Promise((resolve) => {
    const args = ['scripts/release.ts', ...flags];
    const child = execFile(process.execPath, args, { cwd: `${clone}/sdk`, env }, (_, out, error) =>
      resolve({ code: child.exitCode, out, error }),
    );
  });
}

function readTags(): string {
  return execFileSync('git', ['tag', '--list', 'sdk-v*'], { cwd: clone, encoding: 'utf8' });
}
