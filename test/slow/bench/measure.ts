import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const program = fileURLToPath(new URL('run.mjs', import.meta.url));

export type Unit = 'instructions' | 'microseconds';

/** Counts instructions where valgrind is installed: they do not depend on what else the machine does. */
export async function findUnit(): Promise<Unit> {
  return run('valgrind', ['--version']).then(
    () => 'instructions',
    () => 'microseconds',
  );
}

/** Without a bundle it is Node itself. `calls` are the calls that the process makes. */
export type Measured = { bundle?: string; eventsFile?: string; calls?: number };

type Options = { unit: Unit; env: Record<string, string> };

/** The whole life of one process: its start, the import of the bundle, and its calls. */
export async function measureProcess(measured: Measured, { unit, env }: Options): Promise<number> {
  const { bundle, eventsFile, calls = 1 } = measured;
  const args = bundle && eventsFile ? [program, bundle, eventsFile, `${calls}`] : [program];
  const options = { env: { PATH: process.env.PATH, ...env }, maxBuffer: 2 ** 24 };
  if (unit === 'microseconds') {
    const { stdout } = await run(process.execPath, [...flags, ...args], options);
    return readCpu(stdout);
  }
  const { stderr } = await run(
    'valgrind',
    [...cachegrind, process.execPath, ...flags, ...args],
    options,
  );
  const [, count = ''] = /I\s+refs:\s+([\d,]+)/.exec(stderr) ?? [];
  return Number(count.replaceAll(',', ''));
}

/** One thread and fixed seeds: the same work each time. */
const flags = ['--single-threaded', '--hash-seed=1', '--random-seed=1'];
const cachegrind = ['--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null'];

function readCpu(stdout: string): number {
  if (stdout === '') return Number.NaN;
  const { all } = JSON.parse(stdout) as { all: { user: number; system: number } };
  return all.user + all.system;
}
