import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStack, type TestStack } from '../fixture.ts';
import { effort } from './effort.ts';
import { type Operation, steps } from './operations.ts';
import { type Actors, createActors, run } from './world.ts';

describe('markets under random calls, some of them concurrent', () => {
  let stack: TestStack;
  let actors: Actors;
  beforeAll(async () => {
    stack = await startTestStack();
    actors = await createActors(stack);
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  const { numRuns, timeout, withinTime } = effort(12);
  it('have responses and stored items that the model explains, in some order of the concurrent calls', {
    timeout,
  }, async () => {
    const attempt = withinTime(async (program: Operation[][]) => {
      await run({ stack, actors }, program);
    });
    await fc.assert(fc.asyncProperty(steps, attempt), { numRuns });
    expect(await stack.stored()).toEqual([]);
  });
});
