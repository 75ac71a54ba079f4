import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What `npm test` leaves out: it takes minutes, the registry or a browser. */
export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts'],
    // Has a configuration of its own.
    exclude: ['test/slow/conformance/**', '**/node_modules/**'],
    // As in vitest.config.ts.
    experimental: { viteModuleRunner: false },
    silent: 'passed-only',
    // Of the programs that the tests start: Pulumi's program starts a quarter faster.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(new URL('../../build/compile-cache', import.meta.url)),
    },
    // Stops only a hung test, also on a busy machine.
    testTimeout: 600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
