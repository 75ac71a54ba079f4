import { readFile } from 'node:fs/promises';
import * as z from 'zod';

/** The number of mutants, and the number that the tests detected. */
export type Score = { detected: number; valid: number };

/** Prints the score of each file of a report, and its survivors. */
export async function printReport(path: string): Promise<Score> {
  const { files } = reportSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  const total = { detected: 0, valid: 0 };
  for (const [file, { mutants }] of Object.entries(files)) {
    const survivors = mutants.filter(({ status }) => ['Survived', 'NoCoverage'].includes(status));
    const detected = mutants.filter(({ status }) => ['Killed', 'Timeout'].includes(status)).length;
    const score = { detected, valid: detected + survivors.length };
    total.detected += score.detected;
    total.valid += score.valid;
    console.log(`\n${file}: ${toText(score)}`);
    for (const { location, mutatorName, status, replacement = '' } of survivors) {
      const { start, end } = location;
      const place = `${start.line}:${start.column}-${end.line}:${end.column}`;
      console.log(`  ${status} ${place} ${mutatorName} → ${replacement.replace(/\s+/g, ' ')}`);
    }
  }
  return total;
}

export function toPercentage({ detected, valid }: Score): number {
  return valid === 0 ? 0 : (100 * detected) / valid;
}

export function toText(score: Score): string {
  const { detected, valid } = score;
  return `${toPercentage(score).toFixed(1)} % (${detected} of ${valid} mutants detected)`;
}

const position = z.object({ line: z.number(), column: z.number() });
const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().optional(),
          status: z.string(),
          location: z.object({ start: position, end: position }),
        }),
      ),
    }),
  ),
});
