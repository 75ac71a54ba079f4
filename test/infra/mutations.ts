import { expect, test } from 'vitest';
import { problemsOf } from './checks.ts';
import { graphOf } from './graphs.ts';
import { accessMutations } from './mutations/access.ts';
import { iamMutations } from './mutations/iam.ts';
import { resourceMutations } from './mutations/resources.ts';

const mutations = [...iamMutations, ...accessMutations, ...resourceMutations];

test('nothing is caught where nothing is changed', async () => {
  expect(problemsOf(await graphOf('prod', 'split'), { isProtected: true })).toEqual([]);
});

test.for(mutations)('caught: %s', async ([, mutate, caughtBy]) => {
  const graph = structuredClone(await graphOf('prod', 'split'));
  mutate(graph);
  expect(problemsOf(graph, { isProtected: true }).join('\n')).toContain(caughtBy);
});
