import { covering } from '../thorough.ts';
import type { Graph } from './graph.ts';
import { captureGraph } from './harness.ts';
import type { RunOptions } from './program.ts';

const captured = new Map<string, Promise<Graph>>();

/** The graph of a stack as its Pulumi.<stack>.yaml says, in either topology. */
export function graphOf(stack: 'dev' | 'prod', topology: 'shared' | 'split'): Promise<Graph> {
  return captureOnce({ stack, overrides: { topology } });
}

/** A run takes seconds: each is made once and kept. */
export function captureOnce(options: RunOptions): Promise<Graph> {
  const key = JSON.stringify(options);
  const graph = captured.get(key) ?? captureGraph(options);
  captured.set(key, graph);
  return graph;
}

const all = [
  { stack: 'dev', topology: 'shared' },
  { stack: 'dev', topology: 'split' },
  { stack: 'prod', topology: 'shared' },
  { stack: 'prod', topology: 'split' },
] as const;
export const stacks = covering(all, [all[0], all[3]]);
