import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { thorough } from './test/thorough.ts';

/** Watches calls of a built-in module, which only a module graph of its own lets it do. */
const isolated = ['test/security/issuer.test.ts'];

/** They take long and rarely fail: `npm run test:thorough` has them, and `npm test` does not. */
const slow = [
  'test/api/dead-connections.test.ts',
  'test/infra/smoke.test.ts',
  'test/local/start.test.ts',
  'test/openapi/changes.test.ts',
  'test/openapi/fuzz.test.ts',
  'test/property/faults.test.ts',
  'test/sdk/examples.test.ts',
  'test/sdk/faults.test.ts',
  'test/unit/bundle.test.ts',
  'test/unit/gateway/no-way-round.test.ts',
  'test/unit/issuer/password.test.ts',
  'test/unit/sbom.test.ts',
  'test/unit/supply-chain.test.ts',
];

export default defineConfig({
  test: {
    // The handler writes its JSON log lines; shown only where a test looks at them.
    silent: 'passed-only',
    // Most tests wait for a server or a child process, so that two cores serve more than two.
    maxWorkers: 4,
    // A hung test fails; a slow machine does not.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    // Programs that tests start share what Node compiled.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('build/compile-cache', import.meta.url)) },
    // Node loads the modules itself, as in production.
    experimental: { viteModuleRunner: false },
    projects: [
      {
        extends: true,
        test: {
          name: 'gate',
          include: ['test/**/*.test.ts'],
          // They need packages of their own, see test/slow/package.json.
          exclude: ['test/slow/**', ...isolated, ...(thorough ? [] : slow)],
          // Loading the modules anew for every file would take longer than the tests.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'isolated', include: isolated } },
    ],
  },
});
