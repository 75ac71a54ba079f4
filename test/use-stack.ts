import { afterAll, beforeAll } from 'vitest';
import type { StackOptions } from '../local/stack-options.ts';
import { startTestStack, type TestStack } from './fixture.ts';

/** One stack for the tests of a file or a `describe`: it starts before them and stops after them. */
export function useStack(options: Partial<StackOptions> = {}): TestStack {
  let started: TestStack | undefined;
  beforeAll(async () => {
    started = await startTestStack(options);
  });
  afterAll(() => started?.[Symbol.asyncDispose]());
  const running = () => {
    if (started === undefined)
      throw new Error('The stack is not running: use it in hooks and tests.');
    return started;
  };
  return {
    get outputs() {
      return running().outputs;
    },
    get outputsFile() {
      return running().outputsFile;
    },
    get dynamodb() {
      return running().dynamodb;
    },
    get announced() {
      return running().announced;
    },
    get logged() {
      return running().logged;
    },
    applicant: (name) => running().applicant(name),
    cityHall: (name, scopes) => running().cityHall(name, scopes),
    stored: () => running().stored(),
    storedNotices: () => running().storedNotices(),
    [Symbol.asyncDispose]: () => running()[Symbol.asyncDispose](),
  };
}
