import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStack, type TestStack } from '../fixture.ts';
import { effort } from './effort.ts';
import { type Operation, steps } from './operations.ts';
import { type Actors, createActors, run } from './world.ts';

describe('markets, by any calls in any order, some at the same time', () => {
  let stack: TestStack;
  let actors: Actors;
  beforeAll(async () => {
    stack = await startTestStack();
    actors = await createActors(stack);
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  const { numRuns, timeout, withinTime } = effort(12);
  it('answer and are stored as the model says, in some order of what ran together', {
    timeout,
  }, async () => {
    const attempt = withinTime(async (program: Operation[][]) => {
      await run({ stack, actors }, program);
    });
    await fc.assert(fc.asyncProperty(steps, attempt), { numRuns });
    expect(await stack.stored()).toEqual([]);
  });
});
