import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The handler writes its JSON log lines; shown only where a test looks at them.
    silent: 'passed-only',
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
