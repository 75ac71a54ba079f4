import { rename, writeFile } from 'node:fs/promises';
import type { Outputs } from '../outputs.ts';

/** Holds secrets, so it is its owner's alone; a reader never sees half of it. */
export async function writeOutputs(path: string, outputs: Outputs): Promise<void> {
  await writeFile(`${path}.tmp`, `${JSON.stringify(outputs, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.tmp`, path);
}
