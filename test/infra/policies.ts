import { afterAll, beforeAll, expect, test } from 'vitest';
import { policies } from '../../infra/policies/policies.ts';
import { problemsOf } from './checks.ts';
import { types } from './graph.ts';
import { graphOf, planOfProd, stacks } from './graphs.ts';
import { startPolicyPack } from './policy-pack.ts';

let pack: Awaited<ReturnType<typeof startPolicyPack>>;
beforeAll(async () => {
  pack = await startPolicyPack();
});
afterAll(() => pack[Symbol.asyncDispose]());

test.for(stacks)('$stack, $topology: no policy and no check finds anything', async (each) => {
  const graph = await graphOf(each.stack, each.topology);
  expect(problemsOf(graph, { isProtected: each.stack === 'prod' })).toEqual([]);
});

test('pulumi up --policy-pack gets the same policies, and none is mere advice', async () => {
  expect(await pack.policyNames()).toEqual(policies.map(({ name }) => name));
  const table = { type: 'aws:dynamodb/table:Table', name: 'table' };
  expect(
    await pack.analyze({ ...table, inputs: { pointInTimeRecovery: { enabled: true } } }),
  ).toEqual(['mandatory tables-are-encrypted: set serverSideEncryption to {enabled: true}']);

  const { resources } = await graphOf('prod', 'split');
  const violations = await Promise.all(resources.map((resource) => pack.analyze(resource)));
  expect(violations.flat()).toEqual([]);
});

test('a preview ignores unknown values, and finds an open route', async () => {
  const { resources } = await planOfProd();
  const said = (await Promise.all(resources.map((resource) => pack.analyze(resource)))).flat();
  expect(said.filter((each) => !each.startsWith('advisory '))).toEqual([]);
  expect(said.some((each) => /^advisory no-wildcard-in-iam: .*during preview/.test(each))).toBe(
    true,
  );

  const route = { type: types.route, name: 'route', inputs: { routeKey: 'GET /admin' } };
  expect(await pack.analyze(route)).toEqual([
    'mandatory no-open-route: GET /admin lets everyone in: give it an authorizer',
  ]);
});
