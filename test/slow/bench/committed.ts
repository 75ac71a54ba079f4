import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { UserError } from '../../../tools/program.ts';
import type { Unit } from './measure.ts';

const file = new URL('committed.json', import.meta.url);
const schema = z.record(z.string(), z.number());
const tolerance = 1.05;

/** Compares counts of instructions with the committed ones, or commits them. */
export async function compare(
  counts: Record<string, number>,
  { unit, write }: { unit: Unit; write: boolean },
): Promise<void> {
  if (unit !== 'instructions') {
    throw new UserError('Only counts of instructions can be compared: install valgrind.');
  }
  const committed = schema.parse(JSON.parse(await readFile(file, 'utf8')));
  if (write) {
    const rounded = Object.entries(counts).map(([name, count]) => [name, Math.round(count)]);
    const all = { ...committed, ...Object.fromEntries(rounded) };
    await writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
    return;
  }
  const grown = Object.entries(counts).flatMap(([name, count]) => {
    const before = committed[name];
    if (before === undefined) return [`${name}: there is no committed count`];
    if (count <= before * tolerance) return [];
    const growth = ((count / before - 1) * 100).toFixed(1);
    return [`${name}: from ${before} to ${Math.round(count)} instructions, ${growth} % more`];
  });
  if (grown.length === 0) return;
  throw new UserError(
    `More instructions than committed, by over 5 %:\n${grown.join('\n')}\nIf that is intended: npm run bench -- --write`,
  );
}
