import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

/* Asked for its options, or by mistake for one that it does not have, a program used to start or to write. */

const root = new URL('../../../', import.meta.url);
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(new URL('package.json', root), 'utf8')));

/** Those that read what they are given in their own way, or pass it on to the CLI of Pulumi. */
const others = ['deploy', 'mutation'];
const programs = Object.entries(scripts).flatMap(([name, command]) => {
  const [, file] = /^node (\S+\.ts)$/.exec(command) ?? [];
  return file === undefined || others.includes(name) ? [] : [{ name, file }];
});
programs.push({ name: 'release', file: 'sdk/scripts/release.ts' });

describe.concurrent('a program', () => {
  it.each(programs)('npm run $name refuses an option that it does not have', async ({ file }) => {
    const { code, out, error } = await run(file, '--unknown');
    expect(error).toMatch(/^.*Unknown option '--unknown'\.? See .*--help\n$/);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('explains itself, and does nothing else', async () => {
    const { code, out, error } = await run('test/slow/load/list-bench.ts', '--help');
    expect(out).toMatch(/^npm run bench:lists\n.*BENCH_CITY[^\n]*\n$/s);
    expect({ code, error }).toEqual({ code: 0, error: '' });
  });

  it('refuses a number that is none', async () => {
    const { code, error } = await run('test/slow/load/list-bench.ts', { BENCH_CITY: '1e3' });
    expect(error).toBe('BENCH_CITY=1e3: expected a whole number, 1 at least\n');
    expect(code).toBe(1);
  });
});

function run(
  file: string,
  given: string | Record<string, string>,
): Promise<{ code: number | null; out: string; error: string }> {
  const [args, env] = typeof given === 'string' ? [[given], {}] : [[], given];
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env } };
    const child = execFile(process.execPath, [file, ...args], options, (_, out, error) =>
      resolve({ code: child.exitCode, out, error }),
    );
  });
}
