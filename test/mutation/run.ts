import { readFile } from 'node:fs/promises';
import { Stryker } from '@stryker-mutator/core';
import * as z from 'zod';
import { areas } from './areas.ts';

/** Scores below this are a failure. */
const goal = 90;

const folder = '.stryker';
const isArea = (name: string): name is keyof typeof areas => Object.hasOwn(areas, name);
const asked = process.argv.slice(2);
if (!asked.every(isArea)) {
  console.log(`npm run mutation [-- ${Object.keys(areas).join(' ')}]

Mutates the rules that matter, area by area (all of them unless some are named), and prints the
score of each file. Results are kept in ${folder}/: what has not changed is not measured again.
docs/mutation.md explains the survivors.`);
  process.exit(asked.includes('--help') ? 0 : 1);
}
const chosen = asked.length > 0 ? asked : Object.keys(areas).filter(isArea);

for (const area of chosen) {
  console.log(`\n== ${area}`);
  await new Stryker({
    ...areas[area],
    testRunner: 'vitest-files',
    plugins: ['./test/mutation/runner.ts'],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // On top of 1.5 times what the tests took: mutants share the machine with each other.
    timeoutMS: 30_000,
    dryRunTimeoutMinutes: 10,
    incremental: true,
    incrementalFile: `${folder}/${area}.json`,
    tempDirName: `${folder}/sandbox`,
    ignorePatterns: ['.local', 'build', 'dist', 'coverage'],
    reporters: ['progress-append-only', 'html'],
    htmlReporter: { fileName: `${folder}/${area}.html` },
    allowConsoleColors: false,
  }).runMutationTest();
}

const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().optional(),
          status: z.string(),
          location: z.object({
            start: z.object({ line: z.number(), column: z.number() }),
            end: z.object({ line: z.number(), column: z.number() }),
          }),
        }),
      ),
    }),
  ),
});

let detected = 0;
let valid = 0;
for (const area of chosen) {
  const report = reportSchema.parse(JSON.parse(await readFile(`${folder}/${area}.json`, 'utf8')));
  for (const [file, { mutants }] of Object.entries(report.files)) {
    const counted = mutants.filter(({ status }) =>
      /Killed|Timeout|Survived|NoCoverage/.test(status),
    );
    const alive = counted.filter(({ status }) => /Survived|NoCoverage/.test(status));
    detected += counted.length - alive.length;
    valid += counted.length;
    console.log(`\n${file}: ${toScore(counted.length - alive.length, counted.length)}`);
    for (const { location, mutatorName, status, replacement } of alive) {
      const { start, end } = location;
      const place = `${start.line}:${start.column}-${end.line}:${end.column}`;
      console.log(`  ${status} ${place} ${mutatorName} -> ${replacement?.replace(/\s+/g, ' ')}`);
    }
  }
}
console.log(`\nall: ${toScore(detected, valid)}, goal ${goal} %`);
process.exitCode = detected / valid >= goal / 100 ? 0 : 1;

function toScore(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} % (${part} of ${whole} mutants detected)`;
}
