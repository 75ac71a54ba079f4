import { defineConfig } from 'vitest/config';

/** A remote DynamoDB refuses requests through the fault proxy: they are signed for another host. */
const isRemote = process.env.DYNAMODB_ENDPOINT?.startsWith('https:') ?? false;

/** Runs the tests that use the database against another one than the embedded dynalite. */
export default defineConfig({
  test: {
    include: ['test/{api,property,slow/conformance}/**/*.test.ts'],
    exclude: isRemote ? ['test/property/faults.test.ts'] : [],
    globalSetup: 'test/slow/conformance/setup.ts',
    // As in vitest.config.ts.
    isolate: false,
    maxWorkers: 4,
    experimental: { viteModuleRunner: false },
    silent: 'passed-only',
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
