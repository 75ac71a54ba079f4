import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { parseOptions } from '../../../local/options.ts';
import { changePageSchema, marketSchema } from '../../../server/domain/market.ts';
import { startTestStack } from '../../fixture.ts';
import { parseJson } from '../../openapi/json.ts';
import { isMissing } from './review-program.ts';

/* Every command of the guide for city systems, in its order, in one shell. */

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const guide = await readFile(`${root}docs/city-systems.md`, 'utf8');
const blocks = [...guide.matchAll(/```sh\n(.*?)```/gs)].map(([, code = '']) => code);
const starts = blocks.filter((code) => code.startsWith('npm start'));
const commands = blocks.filter((code) => !code.startsWith('npm start'));
const [startArgs = [], rhythmArgs] = starts.map((code) =>
  code.replace('npm start --', '').trim().split(' '),
);

it('the guide starts the stack with options that exist', () => {
  expect(parseOptions({}, startArgs).faults).toEqual({});
  expect(parseOptions({}, rhythmArgs).faults).toEqual({ every: 3 });
  expect(starts).toHaveLength(2);
});

it.skipIf(isMissing('curl'))(
  'the commands of the guide work, from the first to the last',
  async () => {
    const { faults } = parseOptions({}, startArgs);
    await using stack = await startTestStack({ faults, store: { horizonMs: 0 } });
    const folder = await createProject(dirname(stack.outputsFile));
    const shell = (script: string) =>
      run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder });

    const script = isMissing('python3')
      ? commands.map((code) => code.replace(/^python3 .*\n/m, ''))
      : commands;
    const lines = (await shell(script.join('echo "# end of a block"\n'))).stdout.split('\n');
    const outputs = lines
      .join('\n')
      .split('# end of a block\n')
      .map((text) => text.split('\n').filter((line) => line !== ''));
    const json = outputs.map((printed) => printed.filter(isObject).map(parseJson));
    const [, [submitted] = [], , [list] = [], [approved] = [], ...rest] = json;
    const [[read] = [], [corrected] = [], many, full, follow] = rest;

    const { marketId } = marketSchema.parse(submitted);
    expect(list).toEqual({ items: [submitted] });
    expect(approved).toMatchObject({ marketId, status: 'approved' });
    expect(read).toEqual(approved);
    expect(corrected).toMatchObject({
      status: 'approved',
      decisions: [{}, { reference: '2026/116', decidedByPerson: 'Markets office' }],
    });
    expect(many?.at(-1)).toMatchObject({
      items: [{ market: { status: 'rejected' } }, { market: { status: 'rejected' } }],
    });
    expect(full?.at(-1)).toMatchObject({ items: [{}, {}, {}] });
    const changes = changePageSchema.parse(follow?.at(-1));
    expect(changes.items.at(-1)).toMatchObject({ type: 'submitted' });

    // The programs have approved the market of the block before.
    const [programs = [], rehearsal = [], expired = []] = outputs.slice(10);
    expect(programs.filter((line) => line.startsWith('approved')).length).toBeGreaterThan(0);
    expect(programs.at(-1)).toBe('București: 4 markets, 0 pending');
    const refusals = rehearsal.filter((line) => line.includes(': curl ended with '));
    expect(refusals).toEqual([
      ...['401: curl ended with 22', '409: curl ended with 22', '429: curl ended with 22'],
      ...['503: curl ended with 22', 'lost: curl ended with 52', 'cut: curl ended with 18'],
    ]);
    const decided = marketSchema.parse(parseJson(rehearsal.at(-1) ?? ''));
    expect([decided.status, decided.decisions.length]).toEqual(['approved', 1]);
    expect(expired.filter(isObject).map(parseJson)).toMatchObject([{ code: 'CURSOR_EXPIRED' }]);
    expect(expired.at(-1)).toBe('410: start again with cursor=now');

    const [given = '', , token = ''] = commands;
    const mistyped = shell(`${given}CLIENT_SECRET=mistyped\n${token}`);
    await expect(mistyped).rejects.toThrow(/curl: \(22\) .* 40[01]/);
  },
);

/** A response that was cut is not one. */
function isObject(line: string): boolean {
  return line.startsWith('{') && line.endsWith('}');
}

/** A folder that looks like the repository, with another data folder. */
async function createProject(dataDir: string): Promise<string> {
  const folder = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of await readdir(root)) {
    if (name !== '.local') await symlink(`${root}${name}`, `${folder}/${name}`);
  }
  await symlink(dataDir, `${folder}/.local`);
  return folder;
}
