import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { useStack } from '../use-stack.ts';
import { effort } from './effort.ts';
import { type Operation, steps } from './operations.ts';
import { type Actors, createActors, run } from './world.ts';

describe('markets under random calls, some of them concurrent', () => {
  const stack = useStack();
  let actors: Actors;
  beforeAll(async () => {
    actors = await createActors(stack);
  });

  const { numRuns, timeout, withinTime } = effort(12);
  it('have responses and stored items that the model explains, in some order of the concurrent calls', {
    timeout,
  }, async () => {
    const attempt = withinTime(async (program: Operation[][]) => {
      await run({ stack, actors }, program);
    });
    await fc.assert(fc.asyncProperty(steps, attempt), { numRuns });
    const left = await stack.stored();
    expect(left).toEqual([]);
  });
});
