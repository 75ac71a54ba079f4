import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Outputs, outputsSchema } from '../../server/deployment/outputs.ts';

const entry = fileURLToPath(new URL('../../local/start.ts', import.meta.url));

export type Run = {
  child: ChildProcess;
  /** Everything printed so far, on either stream. */
  printed(): string;
  exited: Promise<number | null>;
};

/** `npm start` as a process of its own, without npm in between: signals reach it directly. Ends with the test. */
export function runStart(...args: string[]): Run {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let printed = '';
  const collect = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return { child, printed: () => printed, exited: once(child, 'close').then(([code]) => code) };
}

const freePorts = ['--port', '0', '--b2b-port', '0', '--issuer-port', '0', '--no-web'];

/** A running stack in `dataDir`, once it says that it is ready. */
export async function startIn(
  dataDir: string,
  ...args: string[]
): Promise<Run & { outputs: Outputs }> {
  const run = runStart('--data-dir', dataDir, ...freePorts, ...args);
  const ready = async () => {
    while (!run.printed().includes('Ctrl-C stops it') && run.child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const ended = run.exited.then((code) => {
    throw new Error(`npm start ended with ${code}: ${run.printed()}`);
  });
  await Promise.race([ready(), ended]);
  const json = JSON.parse(await readFile(`${dataDir}/outputs.json`, 'utf8'));
  return { ...run, outputs: outputsSchema.parse(json) };
}
