import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Wants Java, see `npm run test:conformance`.
    exclude: ['test/conformance/**'],
    // The handler writes its JSON log lines; shown only where a test looks at them.
    silent: 'passed-only',
    // Most tests wait for a server or a child process, so that two cores serve more than two.
    maxWorkers: 4,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
