import { expect, test } from 'vitest';
import { problemsOf } from './checks.ts';
import { everything } from './graph/captured.ts';
import { captureOnce, graphOf } from './graphs.ts';
import { accessMutations } from './mutations/access.ts';
import { archiveMutations } from './mutations/archive.ts';
import { backupMutations } from './mutations/backup.ts';
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

/** Every option is in this graph. */
const graphOfEverything = () => captureOnce({ stack: 'dev', overrides: everything });

test('nothing of the options is caught where nothing is changed', async () => {
  const found = problemsOf(await graphOfEverything(), { isProtected: true });
  // Here the Lambda may also decrypt the table.
  expect(found.filter((problem) => !problem.startsWith('what the role allows'))).toEqual([]);
});

test.for([...backupMutations, ...archiveMutations])('caught: %s', async ([, mutate, caughtBy]) => {
  const graph = structuredClone(await graphOfEverything());
  mutate(graph);
  expect(problemsOf(graph, { isProtected: true }).join('\n')).toContain(caughtBy);
});
