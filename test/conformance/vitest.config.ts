import { defineConfig } from 'vitest/config';

/** The tests that reach the database, against another one than the embedded. */
export default defineConfig({
  test: {
    include: ['test/{api,property,conformance}/**/*.test.ts'],
    globalSetup: 'test/conformance/setup.ts',
    silent: 'passed-only',
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
