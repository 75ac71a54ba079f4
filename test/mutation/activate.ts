import { afterAll, inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    mutation: { activeMutant?: string; hitLimit?: number };
  }
  interface TaskMeta {
    /** How often each mutant was reached, by its id. */
    mutantHits?: Record<string, number>;
  }
}

const mutation = inject('mutation');
const hits: Record<string, number> = {};

// What Stryker's instrumented code reads and counts in. Set before any of it is loaded, so that
// mutants at the top level of a module are active too.
Reflect.set(globalThis, '__stryker__', {
  ...mutation,
  ...(mutation.hitLimit !== undefined && { hitCount: 0 }),
  mutantCoverage: { static: hits, perTest: {} },
});

// biome-ignore lint/correctness/noEmptyPattern: Vitest wants a pattern for what is not used
afterAll(({}, file) => {
  file.meta.mutantHits = hits;
});
