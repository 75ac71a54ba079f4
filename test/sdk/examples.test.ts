import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { createB2cClient, type Market } from '../../sdk/src/index.ts';
import { useStack } from '../use-stack.ts';
import { createSubmission } from './markets.ts';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;

const stack = useStack({ topology: 'split' });
beforeAll(async () => {
  // The examples import the package by its name, as everybody else does.
  await run('npm', ['run', 'build', '-w', 'sdk'], { cwd: root });
});

/** What the city hall's script prints. */
async function cityHall(...args: string[]): Promise<string> {
  const options = ['--outputs', stack.outputsFile, '--hall', 'cluj'];
  const result = await run('node', ['sdk/examples/city-hall.ts', ...options, ...args], {
    cwd: root,
  }).catch(({ stdout, stderr }) => ({ stdout: `${stdout}`, stderr: `failed: ${stderr}` }));
  return result.stdout + result.stderr;
}

/** What a market's line begins with, as it was read. */
function toSeen({ marketId, userId, revision, decisions }: Market): string[] {
  return [marketId, userId, revision, `${decisions.length}`];
}

it('the city hall example lists, approves and rejects', async () => {
  const { token } = await stack.applicant('examples');
  const applicant = createB2cClient({ url: stack.outputs.apiUrl, token });
  const one = await applicant.markets.submit(createSubmission('One'));
  const two = await applicant.markets.submit(createSubmission('Two'));

  expect(await cityHall('list')).toBe(
    [one, two]
      .map(
        ({ marketId, userId, revision, marketName }) =>
          `${marketId}  ${userId}  ${revision}  0  pending  Cluj-Napoca  ${marketName}\n`,
      )
      .join(''),
  );
  expect(await cityHall('approve', ...toSeen(one))).toContain('  1  approved  ');
  expect(await cityHall('reject', ...toSeen(two))).toContain('needs a --reason');
  expect(await cityHall('reject', ...toSeen(two), '--reason', 'Too loud')).toContain(
    '  1  rejected  ',
  );
  expect(await cityHall('list')).toBe('');

  const { items } = await applicant.markets.list();
  expect(items.map(({ marketName, status }) => [marketName, status]).toSorted()).toEqual([
    ['One', 'approved'],
    ['Two', 'rejected'],
  ]);
});

it('the city hall example refuses a decision on a market that was edited since', async () => {
  const { token } = await stack.applicant('examples-stale');
  const applicant = createB2cClient({ url: stack.outputs.apiUrl, token });
  const market = await applicant.markets.submit(createSubmission('Three'));
  const edited = await applicant.markets.edit(market, { marketName: 'Four' });
  expect(await cityHall('approve', ...toSeen(market))).toBe(
    'failed: The applicant has changed the market since: list it and read it again.\n',
  );
  expect((await applicant.markets.list()).items).toEqual([edited]);
});

it('the city hall example refuses to overrule a decision made since the listing', async () => {
  const { token } = await stack.applicant('examples-seen');
  const applicant = createB2cClient({ url: stack.outputs.apiUrl, token });
  const market = await applicant.markets.submit(createSubmission('Five'));
  await cityHall('reject', ...toSeen(market), '--reason', 'Too loud');
  expect(await cityHall('approve', ...toSeen(market))).toContain('ALREADY_DECIDED');
  // Nor without saying what was seen.
  expect(await cityHall('approve', ...toSeen(market).slice(0, 3))).toContain('INVALID_INPUT');
  const { items } = await applicant.markets.list();
  expect(items).toMatchObject([{ status: 'rejected', decisions: [{ approved: false }] }]);
});

it('the city hall example explains its arguments and its errors', async () => {
  // Also where there is no deployment yet.
  expect(await cityHall('--help', '--outputs', 'nowhere.json')).toContain(
    '<marketId> <userId> <revision> <number of decisions>',
  );
  expect(await cityHall('list', '--hall', 'atlantis')).toBe(
    'failed: There is no city hall atlantis.\n',
  );
});
