import type { Graph } from './graph.ts';
import { captureGraph } from './harness.ts';

const captured = new Map<string, Promise<Graph>>();

/** The graph of a stack as its Pulumi.<stack>.yaml says, in either topology; run once and kept. */
export function graphOf(stack: 'dev' | 'prod', topology: 'shared' | 'split'): Promise<Graph> {
  const key = `${stack} ${topology}`;
  const graph = captured.get(key) ?? captureGraph({ stack, overrides: { topology } });
  captured.set(key, graph);
  return graph;
}

export const stacks = [
  { stack: 'dev', topology: 'shared' },
  { stack: 'dev', topology: 'split' },
  { stack: 'prod', topology: 'shared' },
  { stack: 'prod', topology: 'split' },
] as const;
