import { afterAll, inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    mutation: { activeMutant?: string; hitLimit?: number };
  }
  interface TaskMeta {
    /** The number of executions of each mutant, by its id. */
    mutantHits?: Record<string, number>;
  }
}

const mutation = inject('mutation');
const hits: Record<string, number> = {};

// Stryker's instrumented code reads and counts in this global. It is set before that code is loaded, so
// that mutants at the top level of a module are active too.
Reflect.set(globalThis, '__stryker__', {
  ...mutation,
  ...(mutation.hitLimit !== undefined && { hitCount: 0 }),
  mutantCoverage: { static: hits, perTest: {} },
});

// biome-ignore lint/correctness/noEmptyPattern: Vitest requires a pattern for the unused fixtures
afterAll(({}, file) => {
  file.meta.mutantHits = hits;
});
