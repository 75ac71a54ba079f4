import { defineConfig } from 'vitest/config';

/** What `npm test` leaves out: it takes minutes, the registry or a browser. */
export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts'],
    // Has a configuration of its own.
    exclude: ['test/slow/conformance/**'],
    silent: 'passed-only',
    testTimeout: 120_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
