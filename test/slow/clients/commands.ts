import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';

const run = promisify(execFile);

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** This folder. */
export const clients = `${root}test/slow/clients`;
/** What the suite downloads and generates, beside TypeScript. */
export const build = `${root}build/clients`;
export const document = `${root}openapi.json`;

export type Command = {
  command: string;
  args: readonly string[];
  cwd?: string;
  env?: Record<string, string>;
};

/** Rejects with everything that the command printed. */
export async function execute({ command, args, cwd = root, env }: Command): Promise<string> {
  try {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
    return (await run(command, args, options)).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = Object(error);
    throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** Skips the test if the machine does not have one of the commands. */
export function need(context: TestContext, commands: readonly string[]): void {
  const missing = commands.find((command) => spawnSync('which', [command]).status !== 0);
  if (missing !== undefined) leaveOut(context, `this machine has no ${missing}`);
}

/** Skips the test if the package cannot be had here: its registry or its version. */
export async function install(context: TestContext, command: Command): Promise<void> {
  await execute(command).catch((error: Error) => leaveOut(context, error.message));
}

/** Said out loud: what is left out would otherwise look like what has passed. */
function leaveOut(context: TestContext, reason: string): never {
  process.stderr.write(`\nNOT RUN: ${context.task.name}: ${reason}\n`);
  return context.skip(reason);
}

const virtualEnvironment = `${build}/python`;

/** The packages of python/requirements.txt, with all that they need. */
export async function installPython(context: TestContext): Promise<string> {
  need(context, ['python3']);
  const python = `${virtualEnvironment}/bin/python`;
  await install(context, { command: 'python3', args: ['-m', 'venv', virtualEnvironment] });
  const requirements = ['--requirement', `${clients}/python/requirements.txt`];
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps'];
  await install(context, {
    command: python,
    args: ['-m', 'pip', 'install', ...options, ...requirements],
  });
  return python;
}
