import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { thorough } from './test/thorough.ts';

/** They take long and rarely fail: `npm run test:thorough` has them, and `npm test` does not. */
const slow = [
  'test/api/dead-connections.test.ts',
  'test/api/stored-items.test.ts',
  'test/api/time-limits.test.ts',
  'test/api/upgrade-table.test.ts',
  'test/infra/smoke.test.ts',
  'test/local/refusals.test.ts',
  'test/local/start-dynamodb.test.ts',
  'test/local/start.test.ts',
  'test/openapi/changes.test.ts',
  'test/openapi/fuzz.test.ts',
  'test/openapi/lint.test.ts',
  'test/property/faults.test.ts',
  'test/property/markets.test.ts',
  'test/sdk/docs.test.ts',
  'test/sdk/examples.test.ts',
  'test/sdk/faults.test.ts',
  'test/sdk/time.test.ts',
  'test/unit/bundle.test.ts',
  'test/unit/gateway/no-way-round.test.ts',
  'test/unit/issuer/password.test.ts',
  'test/unit/issuer/persistence.test.ts',
  'test/unit/sbom.test.ts',
  'test/unit/supply-chain.test.ts',
];

/** It takes longest. On a fresh clone Vitest knows no durations, and this small file would run last. */
const first = 'test/infra/graph.test.ts';

class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  }
}

function isFirst({ moduleId }: TestSpecification): boolean {
  return moduleId.endsWith(first);
}

export default defineConfig({
  test: {
    // The handler writes its JSON log lines; shown only where a test looks at them.
    silent: 'passed-only',
    // Tests also wait for a server or a child process, so that two cores serve more than two.
    maxWorkers: 3,
    sequence: { sequencer: Sequencer },
    // A hung test fails; a slow machine does not.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    // Programs that tests start share what Node compiled.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('build/compile-cache', import.meta.url)) },
    // Node loads the modules itself, as in production.
    experimental: { viteModuleRunner: false },
    // Loading the modules anew for every file would take longer than the tests.
    isolate: false,
    include: ['test/**/*.test.ts'],
    // test/slow needs packages of its own, see test/slow/package.json.
    exclude: ['test/slow/**', ...(thorough ? [] : slow)],
  },
});
