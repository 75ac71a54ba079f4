import { policies } from '../../../infra/policies/policies.ts';
import { type Graph, reveal } from '../graph.ts';

/** What the policies say about a graph, a line each. */
export function violationsOf(graph: Graph): string[] {
  return graph.resources.flatMap(({ type, name, inputs }) =>
    policies.flatMap((policy) =>
      policy
        .check({ type, props: reveal(inputs) })
        .map((violation) => `${policy.name}: ${name}: ${violation}`),
    ),
  );
}
