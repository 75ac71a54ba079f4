import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { parseConfig } from '../../infra/config/config.ts';
import type { Value } from './graph.ts';
import { runProgram } from './harness.ts';

const project = 'christmas-markets';
const file = z
  .object({ config: z.record(z.string(), z.json()) })
  .parse(parse(readFileSync(new URL('../../Pulumi.dev.yaml', import.meta.url), 'utf8')));

function parseWith(key: string, value: Value) {
  const config = { ...file.config, [`${project}:${key}`]: value };
  return parseConfig(
    project,
    'dev',
    Object.fromEntries(
      Object.entries(config).map(([name, each]) => [
        name,
        typeof each === 'string' ? each : JSON.stringify(each),
      ]),
    ),
  );
}

const halls = (count: number, cities: number) =>
  Array.from({ length: count }, (_, hall) => ({
    name: `hall-${hall}`,
    cities: Array.from({ length: cities }, (_, city) => `City ${hall} ${city}`),
  }));

const mutations: [what: string, key: string, value: Value, message: RegExp][] = [
  [
    'an unknown key',
    'corsOrigin',
    ['https://a.example'],
    /corsOrigin: there is no such key; write/,
  ],
  ['CORS for everyone', 'corsOrigins', ['*'], /list the origins of your frontends/],
  ['a callback in the clear', 'callbackUrls', ['http://a.example/cb'], /write https:/],
  ['no callback', 'callbackUrls', [], /callbackUrls: give /],
  ['another topology', 'topology', 'separate', /write "shared" or "split"/],
  ['a bad city', 'cityHalls', [{ name: 'athina', cities: ['Αθήνα'] }], /cityHalls\.0\.cities/],
  [
    'two cities with one key',
    'cityHalls',
    [{ name: 'b', cities: ['București', 'Bucuresti'] }],
    /cityHalls.*bucuresti/i,
  ],
  ['51 city halls', 'cityHalls', halls(51, 1), /cityHalls: .*50/],
  ['50 cities in a hall', 'cityHalls', halls(1, 50), /cityHalls.*49/],
  ['three live secrets', 'clientVersions', { cluj: [1, 2, 3] }, /name two versions at most/],
  ['a hall nobody knows', 'clientVersions', { cuj: [1] }, /there is no city hall "cuj"/],
  ['a retention AWS has not', 'logRetentionDays', 31, /write one of 1, 3, 5/],
];

test.for(mutations)('refused: %s', ([, key, value, message]) => {
  expect(() => parseWith(key, value)).toThrow(message);
});

test('the loopback may be called back in the clear', () => {
  const url = 'http://127.0.0.1:3000/callback';
  expect(parseWith('callbackUrls', [url]).callbackUrls).toEqual([url]);
});

test('the program says all that is wrong, a line each, and makes nothing', {
  timeout: 120_000,
}, async () => {
  const run = await runProgram({ overrides: { topology: 'separate', corsOrigins: ['*'] } });
  expect(run.errors).toEqual([
    'Pulumi.dev.yaml has to be mended:',
    `  ${project}:topology: write "shared" or "split"`,
    expect.stringContaining(`  ${project}:corsOrigins.0: "*" would let every website`),
  ]);
  expect(run.resources.filter(({ custom }) => custom)).toEqual([]);
  expect(run.exitCode).not.toBe(0);
});
