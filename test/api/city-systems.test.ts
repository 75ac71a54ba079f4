import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { member } from '../openapi/json.ts';
import { findOperation, findResponse } from '../openapi/validator.ts';
import { type Market, submitMarket } from '../security/markets.ts';
import { useStack } from '../use-stack.ts';

/* The guide for city systems; test/slow/programs/city-systems.test.ts runs its programs. */

const run = promisify(execFile);
const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const guide = await readFile(`${docs}city-systems.md`, 'utf8');

const stack = useStack();
let submit: (name: string, price: number, city?: string) => Promise<Market>;
beforeAll(async () => {
  const applicant = await stack.applicant('guide');
  submit = (marketName, marketAveragePrice, city = 'Cluj-Napoca') =>
    submitMarket(stack, applicant, { marketName, marketAveragePrice, city });
});

it.skipIf(isMissing('curl'))('the curl commands of the guide work', async () => {
  const market = await submit('By hand', 5, 'București');
  const [given = '', token = '', list = '', decide = ''] = [
    ...guide.matchAll(/```sh\n(.*?)```/gs),
  ].map(([, code = '']) => code);
  // Where the guide's reader stands: beside the data folder of npm start.
  const folder = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  await symlink(dirname(stack.outputsFile), `${folder}/.local`);
  const { stdout } = await run(
    'bash',
    ['-euo', 'pipefail', '-c', `${given}${token}${list}${decide}`],
    { cwd: folder },
  );
  const [listed = '', decided = ''] = stdout.split('\n');
  expect(JSON.parse(listed)).toEqual({ items: [market] });
  expect(JSON.parse(decided)).toMatchObject({ marketId: market.marketId, status: 'approved' });

  // sed made a token of the refusal.
  const mistyped = run(
    'bash',
    ['-euo', 'pipefail', '-c', `${given}CLIENT_SECRET=mistyped\n${token}`],
    { cwd: folder },
  );
  await expect(mistyped).rejects.toThrow(/curl: \(22\) .* 40[01]/);
});

it('the guide shows all that the programs need to know of a deployment', async () => {
  const [, json = ''] = /```json\n(.*?)```/s.exec(guide) ?? [];
  const [hall] = stack.outputs.cityHalls;
  const { b2bApiUrl, b2bTokenUrl } = stack.outputs;
  const filled = Object.entries({ b2bApiUrl, b2bTokenUrl, ...hall }).reduce(
    (text, [member, value]) =>
      typeof value === 'string'
        ? text.replace(new RegExp(`("${member}": )"[^"]*"`), `$1"${value}"`)
        : text,
    json,
  );
  const file = `${stack.outputsFile}.filled`;
  await writeFile(file, filled);
  expect((await run('node', [`${docs}examples/review.mjs`, file])).stdout).toMatch(
    /^bucuresti: \d markets, 0 pending\n$/,
  );
});

it('the guide lists every refusal that the document holds for city halls', () => {
  const rows = [...guide.matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \|/gm)];
  const listed = rows.map(([, code, status]) => `${status} ${code}`);
  const documented = [
    'GET /v1/b2b/christmas-markets/city/{city}',
    'GET /v1/b2b/christmas-markets/city/{city}/changes',
    'GET /v1/b2b/christmas-markets/{marketId}/user/{userId}',
    'PATCH /v1/b2b/christmas-markets/{marketId}/user/{userId}',
  ].flatMap((routeKey) =>
    Object.keys(member(findOperation(routeKey), 'responses'))
      .filter((status) => status >= '400')
      .flatMap((status) => {
        const content = member(findResponse(routeKey, Number(status)) ?? {}, 'content');
        const codes = Object.keys(member(member(content, 'application/problem+json'), 'examples'));
        return codes.length === 0 ? [status] : codes.map((code) => `${status} ${code}`);
      }),
  );
  const expected = new Set(documented);
  // The gateway's own answers have no code. The guide describes 429 below the table. The gateway's 404
  // is for a path that does not exist.
  const gateway = [...expected].filter((refusal) => /^\d{3}$/.test(refusal));
  expect(gateway.sort()).toEqual(['404', '429']);
  expect(guide).toContain('The gateway returns 429');
  expect(listed.sort()).toEqual([...expected].filter((each) => !gateway.includes(each)).sort());
});

/** Said out loud: what is left out would otherwise look like what has passed. */
function isMissing(command: string): boolean {
  const missing = spawnSync(command, ['--version']).error !== undefined;
  if (missing)
    process.stderr.write(`\nThis machine has no ${command}: its example was left out.\n`);
  return missing;
}
