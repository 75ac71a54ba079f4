import { defineConfig } from 'vitest/config';

/** The faults are injected on the wire, where what is signed for another host cannot pass. */
const isRemote = process.env.DYNAMODB_ENDPOINT?.startsWith('https:') ?? false;

/** The tests that reach the database, against another one than the embedded. */
export default defineConfig({
  test: {
    include: ['test/{api,property,conformance}/**/*.test.ts'],
    exclude: isRemote ? ['test/property/faults.test.ts'] : [],
    globalSetup: 'test/conformance/setup.ts',
    silent: 'passed-only',
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
