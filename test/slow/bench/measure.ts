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

/** Without a bundle it is Node itself. The file lists the calls that the process makes. */
export type Measured = { bundle?: string; callsFile?: string };

/** `default` is V8 as a Lambda runs it. The others do nothing by time, and the last one compiles nothing. */
export type Mode = 'default' | 'predictable' | 'interpreter';

type Options = { unit: Unit; env: Record<string, string>; mode?: Mode };

/** The whole life of one process: its start, the import of the bundle, and its calls. */
export async function measureProcess(
  { bundle, callsFile }: Measured,
  { unit, env, mode = 'default' }: Options,
): Promise<number> {
  const node = [...flags, ...modeFlags[mode], program];
  const args = bundle && callsFile ? [...node, bundle, callsFile] : node;
  const options = { env: { PATH: process.env.PATH, ...env }, maxBuffer: 2 ** 24 };
  if (unit === 'microseconds') {
    const { stdout } = await run(process.execPath, args, options);
    return readCpu(stdout);
  }
  const { stderr } = await run('valgrind', [...cachegrind, process.execPath, ...args], options);
  const [, count = ''] = /I\s+refs:\s+([\d,]+)/.exec(stderr) ?? [];
  return Number(count.replaceAll(',', ''));
}

/** One thread and fixed seeds: the same work each time. */
const flags = ['--single-threaded', '--hash-seed=1', '--random-seed=1'];
const predictable = ['--predictable', '--predictable-gc-schedule', '--no-flush-bytecode'];
const modeFlags: Record<Mode, string[]> = {
  default: [],
  predictable,
  interpreter: [...predictable, '--no-opt', '--no-maglev', '--no-sparkplug'],
};
const cachegrind = ['--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null'];

function readCpu(stdout: string): number {
  if (stdout === '') return Number.NaN;
  const { user, system } = JSON.parse(stdout) as NodeJS.CpuUsage;
  return user + system;
}
