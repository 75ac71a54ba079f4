import { defineConfig } from 'vitest/config';

/** For the mutation runner alone: test/mutation/areas.ts says which of these files judge what. */
export default defineConfig({
  test: {
    include: ['test/{api,security,unit}/**/*.test.ts'],
    setupFiles: ['test/mutation/activate.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
