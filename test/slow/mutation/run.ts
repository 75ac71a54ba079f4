import { Stryker } from '@stryker-mutator/core';
import { areas } from './areas.ts';
import { printReport, type Score, toPercentage, toText } from './report.ts';

const goal = 90;
const folder = '.stryker';

const isArea = (name: string): name is keyof typeof areas => Object.hasOwn(areas, name);
const asked = process.argv.slice(2);
if (!asked.every(isArea)) {
  console.log(`npm run mutation [-- ${Object.keys(areas).join(' ')}]

Mutates the most important rules, area by area (default: all areas), and prints the score and the
survivors of each file. Writes the results of each area to ${folder}/: the next run measures only what has
changed. docs/mutation.md explains the survivors.`);
  process.exit(asked.includes('--help') ? 0 : 1);
}

const total: Score = { detected: 0, valid: 0 };
for (const area of asked.length > 0 ? asked : Object.keys(areas).filter(isArea)) {
  const incrementalFile = `${folder}/${area}.json`;
  await new Stryker({
    ...areas[area],
    testRunner: 'vitest-files',
    plugins: ['./test/slow/mutation/runner.ts'],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // Stryker adds this to 1.5 times the duration of the tests. Mutants run in parallel.
    timeoutMS: 30_000,
    dryRunTimeoutMinutes: 10,
    incremental: true,
    incrementalFile,
    tempDirName: `${folder}/sandbox`,
    ignorePatterns: ['.local', 'build', 'dist', 'coverage'],
    reporters: ['progress-append-only', 'html'],
    htmlReporter: { fileName: `${folder}/${area}.html` },
    allowConsoleColors: false,
  }).runMutationTest();
  const { detected, valid } = await printReport(incrementalFile);
  total.detected += detected;
  total.valid += valid;
}
console.log(`\nall: ${toText(total)}, goal ${goal} %`);
process.exitCode = toPercentage(total) >= goal ? 0 : 1;
