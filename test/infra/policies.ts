import { afterAll, beforeAll, expect, test } from 'vitest';
import { policies } from '../../infra/policies/policies.ts';
import { problemsOf } from './checks.ts';
import { graphOf, stacks } from './graphs.ts';
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
