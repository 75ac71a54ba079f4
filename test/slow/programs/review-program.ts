import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { marketSchema } from '../../../server/domain/market.ts';

/** The example programs of the guide for city systems, and the command that runs each. */
export const programs = [
  ['python3', 'review.py'],
  ['node', 'review.mjs'],
] as const;

const examples = fileURLToPath(new URL('../../../docs/examples/', import.meta.url));

export type Run = {
  child: ChildProcess;
  ended: Promise<{ code: number | null; out: string; error: string }>;
};

export function startReview(command: string, program: string, args: readonly string[]): Run {
  const child = spawn(command, [`${examples}${program}`, ...args], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  let out = '';
  let error = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    error += chunk;
  });
  const ended = new Promise<Awaited<Run['ended']>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, error }));
  });
  return { child, ended };
}

const stateSchema = z.record(
  z.string(),
  z.strictObject({ cursor: z.string(), copies: z.record(z.string(), marketSchema) }),
);

/** Rejects if the file is not a whole state. */
export async function readState(file: string): Promise<z.infer<typeof stateSchema>> {
  return stateSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** Said out loud: what is left out would otherwise look like what has passed. */
export function isMissing(command: string): boolean {
  const missing = spawnSync(command, ['--version']).error !== undefined;
  if (missing)
    process.stderr.write(`\nThis machine has no ${command}: its example was left out.\n`);
  return missing;
}
