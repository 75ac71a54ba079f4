import { readFileSync } from 'node:fs';
import type { AnyTRPCRouter, inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { expect, it } from 'vitest';
import {
  type IssueCode as SdkIssueCode,
  type ProblemCode as SdkProblemCode,
  limits as sdkLimits,
} from '../../sdk/src/index.ts';
import type { B2bRouter, B2cRouter, PublicRouter } from '../../sdk/src/trpc.ts';
import { b2bRouter, type B2bRouter as ServerB2bRouter } from '../../server/contract/b2b.ts';
import { b2cRouter, type B2cRouter as ServerB2cRouter } from '../../server/contract/b2c.ts';
import {
  publicRouter,
  type PublicRouter as ServerPublicRouter,
} from '../../server/contract/public.ts';
import { type IssueCode, issueCodes } from '../../server/domain/issues.ts';
import type { ProblemCode } from '../../server/domain/problems.ts';
import { limits } from '../../server/domain/schemas.ts';

// That the generated types are current is `npm run generate -- --check`, in the gate.

/** Compiles only if each type can stand for the other. */
function assertEqual<A extends B, B>(_isEqual: [B] extends [A] ? true : false): void {}

it('the types of the routers and of the error codes equal those of the server', () => {
  assertEqual<inferRouterInputs<B2cRouter>, inferRouterInputs<ServerB2cRouter>>(true);
  assertEqual<inferRouterOutputs<B2cRouter>, inferRouterOutputs<ServerB2cRouter>>(true);
  assertEqual<inferRouterOutputs<B2bRouter>, inferRouterOutputs<ServerB2bRouter>>(true);
  assertEqual<inferRouterInputs<B2bRouter>, inferRouterInputs<ServerB2bRouter>>(true);
  assertEqual<inferRouterInputs<PublicRouter>, inferRouterInputs<ServerPublicRouter>>(true);
  assertEqual<inferRouterOutputs<PublicRouter>, inferRouterOutputs<ServerPublicRouter>>(true);
  assertEqual<SdkProblemCode, ProblemCode>(true);
  assertEqual<SdkIssueCode, IssueCode>(true);
});

it.each<[string, AnyTRPCRouter]>([
  ['b2c', b2cRouter],
  ['b2b', b2bRouter],
])('the %s client calls every procedure of the router', (side, router) => {
  const source = read(`sdk/src/${side}.ts`);
  const procedures = Object.keys(router._def.procedures);
  expect(procedures.length).toBeGreaterThan(1);
  expect(procedures.filter((name) => !source.includes(`'${name}'`))).toEqual([]);
});

it('the public client calls every procedure of the router but the one of monitors', () => {
  const source = read('sdk/src/public.ts');
  const names = Object.keys(publicRouter._def.procedures).filter((name) => name !== 'health');
  expect(names.sort()).toEqual(['cities', 'markets.list']);
  expect(source).toContain('/christmas-markets');
  expect(source).toContain('cities: createListCities(options)');
});

it('the limits equal those of the server', () => {
  expect(Object.keys(sdkLimits).length).toBeGreaterThan(4);
  expect(limits).toMatchObject(sdkLimits);
});

it('the README names every class of error with its code', () => {
  const readme = read('sdk/README.md');
  const index = read('sdk/src/index.ts');
  const classes = [...index.matchAll(/\b([A-Z]\w+Error)\b/g)].map(([, name = '']) => name);
  const unnamed = new Set(classes.filter((name) => !readme.includes(`\`${name}\``)));
  expect([...unnamed]).toEqual([]);
});

it('the README names every code of an issue with its meaning', () => {
  const readme = read('sdk/README.md');
  const rows = Object.entries(issueCodes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  expect(rows.filter((row) => !readme.includes(`${row}\n`))).toEqual([]);
});

it('the changelog has a section for the version in package.json', () => {
  const { version }: { version: string } = JSON.parse(read('sdk/package.json'));
  expect(read('sdk/CHANGELOG.md')).toContain(`\n## ${version}\n`);
});

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
