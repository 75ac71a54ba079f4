import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { operations } from '../../server/contract/routes.ts';
import { member } from '../openapi/json.ts';
import { findOperation, findResponse } from '../openapi/validator.ts';
import { openRoute, sendHead, startGateway } from '../unit/gateway/fixture.ts';
import { useStack } from '../use-stack.ts';

/* The tables of the guide for city systems; test/slow/programs runs its commands and its programs. */

const run = promisify(execFile);
const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const guide = await readFile(`${docs}city-systems.md`, 'utf8');

const stack = useStack();

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

const cityHallRoutes = [...operations.values()]
  .filter(({ authorizer }) => authorizer === 'b2b')
  .map(({ routeKey }) => routeKey);

it('the guide lists every refusal that the document holds for city halls', () => {
  const rows = [...guide.matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \|/gm)];
  const listed = rows.map(([, code, status]) => `${status} ${code}`);
  const documented = cityHallRoutes.flatMap((routeKey) =>
    Object.keys(member(findOperation(routeKey), 'responses'))
      .filter((status) => status >= '400')
      .flatMap((status) => {
        const content = member(findResponse(routeKey, Number(status)) ?? {}, 'content');
        const codes = Object.keys(member(member(content, 'application/problem+json'), 'examples'));
        return codes.length === 0 ? [status] : codes.map((code) => `${status} ${code}`);
      }),
  );
  const expected = new Set(documented);
  const gateway = [...expected].filter((refusal) => /^\d{3}$/.test(refusal));
  expect(gateway.filter((status) => !gatewayRows.some((row) => row.status === status))).toEqual([]);
  expect(listed.sort()).toEqual([...expected].filter((each) => !gateway.includes(each)).sort());
});

/** The second table of the section: `| 401 | `Unauthorized` | … |`. */
const gatewayRows = [...guide.matchAll(/^\| (\d{3}) \| `([\w ]+)` \|/gm)].map(
  ([, status = '', message = '']) => ({ status, message }),
);

it('the guide lists every answer of the gateway, with its message', async () => {
  const { b2bApiUrl } = stack.outputs;
  const port = Number(new URL(b2bApiUrl).port);
  const list = 'GET /v1/b2b/christmas-markets/city/iasi';
  const withoutScope = await stack.cityHall('iasi', ['City/iasi']);
  await using fails = await startGateway({
    routes: [openRoute('GET /')],
    faults: {},
    handler: () => Promise.reject(new Error('a fault')),
  });
  const answers = [
    await sendHead(port, list),
    await sendHead(port, list, [`authorization: Bearer ${withoutScope}`]),
    await sendHead(port, 'GET /v1/nothing'),
    await sendHead(fails.port, 'GET /', ['content-length: 10485761']),
    await sendHead(fails.port, 'GET /', ['x-fault: 429']),
    await sendHead(port, list, [`authorization: ${'x'.repeat(10_240)}`]),
    await sendHead(fails.port, 'GET /'),
    await sendHead(fails.port, 'GET /', ['x-fault: 503']),
  ];
  expect(answers.map(({ status, body }) => ({ status: `${status}`, ...JSON.parse(body) }))).toEqual(
    gatewayRows,
  );
});
