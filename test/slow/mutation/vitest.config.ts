import { defineConfig } from 'vitest/config';

/** Only for the mutation runner. test/slow/mutation/areas.ts lists the files of each area. */
export default defineConfig({
  test: {
    include: ['test/{api,security,unit}/**/*.test.ts'],
    setupFiles: ['test/slow/mutation/activate.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
