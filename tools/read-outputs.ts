import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type Outputs, outputsSchema } from '../server/deployment/outputs.ts';
import { UserError } from './program.ts';

/** The stack outputs in a file that `npm start` or `pulumi stack output` wrote. */
export function readOutputs(file: string): Outputs {
  const parsed = outputsSchema.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  throw new UserError(`${file} does not hold stack outputs:\n${z.prettifyError(parsed.error)}`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new UserError(
        `${file} does not exist. Run npm start first, or name the file of another stack with --outputs.`,
      );
    }
    throw new UserError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}
