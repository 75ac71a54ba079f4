import { expect, it } from 'vitest';
import type { Graph } from '../../infra/graph.ts';
import { captureGraph, runProgram } from '../../infra/harness.ts';

/* The tests of test/infra run the Pulumi program in a process of their own; these run it as the CLI does. */

it("the CLI's own runner gets the same graph", async () => {
  const { exitCode, errors, ...run } = await runProgram({ stack: 'prod' });
  expect([exitCode, errors]).toEqual([0, []]);
  const graph = await captureGraph({ stack: 'prod' });
  expect(byUrn(run)).toEqual(byUrn(graph));
  expect(run.outputs).toEqual(graph.outputs);
});

/** The order of registration depends on timing. */
function byUrn({ resources }: Graph) {
  return Object.fromEntries(resources.map((resource) => [resource.urn, resource]));
}

it('names every fault, one a line, without a stack trace, and creates nothing', async () => {
  const run = await runProgram({
    stack: 'dev',
    overrides: { topology: 'separate', corsOrigins: ['*'] },
  });
  expect(run.errors).toEqual([
    'Pulumi.dev.yaml is invalid:',
    '  christmas-markets:topology: write "shared" or "split"',
    expect.stringContaining('christmas-markets:corsOrigins.0: "*" lets every website'),
  ]);
  expect(run.resources.filter(({ custom }) => custom)).toEqual([]);
  expect(run.exitCode).not.toBe(0);
});
