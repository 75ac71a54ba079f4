import { expect, it } from 'vitest';
import type { Graph } from '../graph.ts';
import { graphOf } from '../graphs.ts';
import { runProgram } from '../harness.ts';

it("the CLI's own runner gets the same graph", async () => {
  const { exitCode, errors, ...run } = await runProgram({ stack: 'prod' });
  expect([exitCode, errors]).toEqual([0, []]);
  const graph = await graphOf('prod', 'split');
  expect(byUrn(run)).toEqual(byUrn(graph));
  expect(run.outputs).toEqual(graph.outputs);
}, 120_000);

/** The order of registration depends on timing. */
function byUrn({ resources }: Graph) {
  return Object.fromEntries(resources.map((resource) => [resource.urn, resource]));
}
