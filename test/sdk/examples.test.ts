import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createB2cClient } from '../../sdk/src/index.ts';
import { startTestStack, type TestStack } from '../fixture.ts';
import { createSubmission } from './markets.ts';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;

let stack: TestStack;
beforeAll(async () => {
  // The examples import the package by its name, as everybody else does.
  await run('npm', ['run', 'build', '-w', 'sdk'], { cwd: root });
  stack = await startTestStack({ topology: 'split' });
}, 60_000);
afterAll(() => stack[Symbol.asyncDispose]());

/** What the city hall's script prints. */
async function cityHall(...args: string[]): Promise<string> {
  const options = ['--outputs', stack.outputsFile, '--hall', 'cluj'];
  const result = await run('node', ['sdk/examples/city-hall.ts', ...options, ...args], {
    cwd: root,
  }).catch(({ stdout, stderr }) => ({ stdout: `${stdout}`, stderr: `failed: ${stderr}` }));
  return result.stdout + result.stderr;
}

it('lists, approves and rejects from the desk of a city hall', async () => {
  const { token } = await stack.applicant('examples');
  const applicant = createB2cClient({ url: stack.outputs.apiUrl, token });
  const one = await applicant.markets.submit(createSubmission('One'));
  const two = await applicant.markets.submit(createSubmission('Two'));

  expect(await cityHall('list')).toBe(
    [one, two]
      .map(
        ({ marketId, revision, marketName }) =>
          `${marketId}  ${revision}  pending  Cluj-Napoca  ${marketName}\n`,
      )
      .join(''),
  );
  expect(await cityHall('approve', one.marketId, one.revision)).toContain('  approved  ');
  expect(await cityHall('reject', two.marketId, two.revision)).toContain('needs a --reason');
  expect(await cityHall('reject', two.marketId, two.revision, '--reason', 'Too loud')).toContain(
    '  rejected  ',
  );
  expect(await cityHall('list')).toBe('');

  const { items } = await applicant.markets.list();
  expect(items.map(({ marketName, status }) => [marketName, status]).toSorted()).toEqual([
    ['One', 'approved'],
    ['Two', 'rejected'],
  ]);
});

it('does not decide on what the applicant has changed since', async () => {
  const { token } = await stack.applicant('examples-stale');
  const applicant = createB2cClient({ url: stack.outputs.apiUrl, token });
  const market = await applicant.markets.submit(createSubmission('Three'));
  const edited = await applicant.markets.edit(market, { marketName: 'Four' });
  expect(await cityHall('approve', market.marketId, market.revision)).toBe(
    'failed: The applicant has changed the market since: list it and read it again.\n',
  );
  expect((await applicant.markets.list()).items).toEqual([edited]);
});

it('explains itself', async () => {
  // Also where there is no deployment yet.
  expect(await cityHall('--help', '--outputs', 'nowhere.json')).toContain(
    'node city-hall.ts approve <marketId> <revision>',
  );
  expect(await cityHall('list', '--hall', 'atlantis')).toBe(
    'failed: There is no city hall atlantis.\n',
  );
});
