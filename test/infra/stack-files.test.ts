import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { parseConfig } from '../../infra/config/config.ts';
import { configKeys } from '../../infra/config/schema.ts';

describe('the stacks', () => {
  it('are documentation: Pulumi.prod.yaml shows every key', () => {
    const prod = readFileSync('Pulumi.prod.yaml', 'utf8');
    const shown = [...prod.matchAll(/^ {2}(?:# )?christmas-markets:(\w+):/gm)].map(
      ([, key]) => key,
    );
    expect(shown.toSorted()).toEqual(configKeys.toSorted());
  });

  it('are still valid with the commented keys', () => {
    const prod = readFileSync('Pulumi.prod.yaml', 'utf8');
    const all = prod.replace(/^ {2}# ((?:christmas-markets:| {2}).*)$/gm, '  $1');
    const { config } = z.object({ config: z.record(z.string(), z.unknown()) }).parse(parse(all));
    const values = Object.entries(config).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    const read = parseConfig('christmas-markets', 'prod', Object.fromEntries(values));
    expect(Object.keys(read).toSorted()).toEqual(configKeys.toSorted());
  });
});

// test/slow/programs/infra.test.ts runs it as the CLI does.
describe('the program', () => {
  it('reports an old Node.js in one line', async () => {
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.19.0' });";
    const started = promisify(execFile)(process.execPath, [
      '-e',
      `${pretend} require('./infra/node-version.cjs')`,
    ]);
    await expect(started).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Node 20\.19\.0 is too old .+ install Node 24\.\n$/),
    });
  });
});
