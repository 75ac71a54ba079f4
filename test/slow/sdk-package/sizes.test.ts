import { execFileSync } from 'node:child_process';
import { beforeAll, expect, it } from 'vitest';
import { compareSizes } from './compare-sizes.ts';

beforeAll(() => {
  const root = new URL('../../..', import.meta.url).pathname;
  execFileSync('npm', ['run', '--silent', 'build', '-w', 'sdk'], { cwd: root });
});

it('the README compares the sizes of the same program with other packages', async () => {
  expect(await compareSizes({ write: false })).toBeUndefined();
});
