import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type Outputs, outputsSchema } from './outputs.ts';

/** Says which file is not there or is not what it should be; the tools show it without a stack. */
export class OutputsError extends Error {}

/** What a stack says of itself, of the file that `npm start` or `pulumi stack output` wrote. */
export function readOutputs(file: string): Outputs {
  const parsed = outputsSchema.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  throw new OutputsError(
    `${file} is not what a stack says of itself:\n${z.prettifyError(parsed.error)}`,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new OutputsError(
        `${file} is not there. Run npm start first, or name the file of another stack with --outputs.`,
      );
    }
    throw new OutputsError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}
