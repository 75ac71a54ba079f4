import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { createB2cClient, type Market } from '../../../sdk/src/index.ts';
import { createSubmission } from '../../sdk/markets.ts';
import { writeProject } from '../../sdk/readme.ts';
import { useStack } from '../../use-stack.ts';

// The files of sdk/README.md, as processes. react.test.ts runs the React app in a browser.

const run = promisify(execFile);

// Changes appear at once.
const stack = useStack({ topology: 'split', store: { clock: Date.now, horizonMs: 0 } });
beforeAll(() => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  execFileSync('npm', ['run', '--silent', 'build', '-w', 'sdk'], { cwd: root });
});

describe('a city system on Node.js', () => {
  it('decides on markets one by one and together, and follows a city', async () => {
    const { dir, files } = await writeProject('node');
    expect(files).toEqual([
      'client.ts',
      'local-client.ts',
      'review.ts',
      'approve-all.ts',
      'follow.ts',
    ]);
    const { markets } = await createApplicant();
    const cheap = await markets.submit(createSubmission('Cheap'));
    const first = await follow(dir);
    expect(first.markets).toEqual({ [cheap.marketId]: cheap });

    const dear = await markets.submit({ ...createSubmission('Dear'), marketAveragePrice: 30 });
    expect(await node(dir, 'review.ts')).toBe('Cheap approved\nDear rejected\n');
    const late = await markets.submit(createSubmission('Late'));
    expect(await node(dir, 'approve-all.ts')).toBe(`${late.marketId} approved\n`);
    await markets.withdraw(dear);

    const next = await follow(dir);
    const { items } = await markets.list();
    expect(items.map(({ status }) => status)).toEqual(['approved', 'approved']);
    expect(next.markets).toEqual(Object.fromEntries(items.map((each) => [each.marketId, each])));
    expect(next.cursor).not.toBe(first.cursor);
    for (const market of items) await markets.withdraw(market);
  });
});

it('REST in TypeScript lists and approves markets', async () => {
  const { dir, files } = await writeProject('rest');
  expect(files).toEqual(['rest.ts']);
  const { markets } = await createApplicant();
  const market = await markets.submit(createSubmission('By REST'));
  expect(await node(dir, 'rest.ts')).toBe('By REST approved\n');
  expect(await markets.get(market)).toMatchObject({ status: 'approved' });
});

it('the test of the React app passes', async () => {
  const { dir } = await writeProject('react');
  const { stdout } = await run(process.execPath, ['--test', 'test/markets.test.ts'], { cwd: dir });
  expect(stdout).toMatch(/^ℹ pass 1$/m);
});

async function createApplicant() {
  const { token } = await stack.applicant('readme');
  return createB2cClient({ url: stack.outputs.apiUrl, token });
}

async function follow(dir: string): Promise<{ cursor: string; markets: Record<string, Market> }> {
  expect(await node(dir, 'follow.ts')).toBe('');
  return JSON.parse(await readFile(`${dir}/copy.json`, 'utf8'));
}

async function node(dir: string, file: string): Promise<string> {
  const { b2bApiUrl, b2bTokenUrl, cityHalls } = stack.outputs;
  const hall = cityHalls.find(({ name }) => name === 'cluj');
  const env = {
    ...process.env,
    B2B_API_URL: b2bApiUrl,
    B2B_TOKEN_URL: b2bTokenUrl,
    CLIENT_ID: hall?.clientId,
    CLIENT_SECRET: hall?.clientSecret,
    OUTPUTS: stack.outputsFile,
  };
  const { stdout, stderr } = await run(process.execPath, [file], { cwd: dir, env });
  expect(stderr).toBe('');
  return stdout;
}
