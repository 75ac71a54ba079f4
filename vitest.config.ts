import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Wants Java, see `npm run test:conformance`.
    exclude: ['test/conformance/**'],
    // The handler writes its JSON log lines; shown only where a test looks at them.
    silent: 'passed-only',
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
