import { readFileSync } from 'node:fs';
import type { AnyTRPCRouter } from '@trpc/server';
import { expect, it } from 'vitest';
import { b2bRouter } from '../../server/contract/b2b.ts';
import { b2cRouter } from '../../server/contract/b2c.ts';
import { Problem, type ProblemCode, problems } from '../../server/domain/problems.ts';

// That the generated types are current is `npm run generate -- --check`, in the gate.

it.each<[string, AnyTRPCRouter]>([
  ['b2c', b2cRouter],
  ['b2b', b2bRouter],
])('the %s client calls every procedure of the router', (side, router) => {
  const source = read(`sdk/src/${side}.ts`);
  const procedures = Object.keys(router._def.procedures);
  expect(procedures.length).toBeGreaterThan(1);
  expect(procedures.filter((name) => !source.includes(`'${name}'`))).toEqual([]);
});

it('the README lists every error code with its status, and no other', () => {
  const rows = [...read('sdk/README.md').matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \|/gm)];
  const isCode = (code: string): code is ProblemCode => code in problems;
  const expected = Object.keys(problems)
    .filter(isCode)
    .map((code) => [code, new Problem(code, '').status]);
  expect(rows.map(([, code, status]) => [code, Number(status)])).toEqual(expected);
});

it('the README names every class of error with its code', () => {
  const readme = read('sdk/README.md');
  const index = read('sdk/src/index.ts');
  const classes = [...index.matchAll(/\b([A-Z]\w+Error)\b/g)].map(([, name = '']) => name);
  const unnamed = new Set(classes.filter((name) => !readme.includes(`\`${name}\``)));
  expect([...unnamed]).toEqual([]);
});

it('the changelog tells of the version that package.json has', () => {
  const { version }: { version: string } = JSON.parse(read('sdk/package.json'));
  expect(read('sdk/CHANGELOG.md')).toContain(`\n## ${version}\n`);
});

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
