import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { operations, staticRoutes } from '../../server/contract/routes.ts';
import { listActionScopes } from '../../server/contract/scopes.ts';
import { problems } from '../../server/domain/problems.ts';
import { limits } from '../../server/domain/schemas.ts';
import { createErrorTables, replaceErrorTable } from '../../server/openapi/error-tables.ts';

const root = new URL('../../', import.meta.url);

describe('the error table', () => {
  it.each([...createErrorTables()])('of %s is current: npm run openapi', async (path, table) => {
    const text = await readFile(new URL(path, root), 'utf8');
    expect(text).toBe(replaceErrorTable(text, table));
    expect(text).toContain(
      '| `STALE_REVISION` | 409 | The market has changed since this revision |',
    );
  });

  it('lists no error code that nothing throws', async () => {
    const server = new URL('server/', root);
    const files = (await readdir(server, { recursive: true })).filter((file) => /\.ts$/.test(file));
    const sources = await Promise.all(files.map((file) => readFile(new URL(file, server), 'utf8')));
    const thrown = sources.flatMap((source) => [...source.matchAll(/Problem\(\s*'([A-Z_]+)'/g)]);
    expect(new Set(thrown.map(([, code]) => code))).toEqual(new Set(Object.keys(problems)));
  });
});

it('the README lists every REST operation with its procedure, and no other', async () => {
  const readme = await readFile(new URL('README.md', root), 'utf8');
  const cells = [...readme.matchAll(/^\| (`(?:GET|POST|PATCH|DELETE) \/.*?) \|(.*?)\|/gm)];
  const listed = cells.flatMap(([, keys = '', procedure]) =>
    keys.split(' · ').map((key) => `${key} ${procedure?.trim()}`.trim()),
  );
  const expected = [...operations.values()].map(
    ({ routeKey, authorizer, procedure }) =>
      `\`${routeKey}\` \`${authorizer ?? 'public'}\` \`${procedure}\``,
  );
  const pages = [staticRoutes.document, staticRoutes.docs].map(({ routeKey }) => `\`${routeKey}\``);
  expect(listed.toSorted()).toEqual([...expected, ...pages].toSorted());
});

it('the README names the scopes and the size of pages', async () => {
  const readme = await readFile(new URL('README.md', root), 'utf8');
  for (const side of ['b2c', 'b2b'] as const) {
    for (const scope of listActionScopes(side)) expect(readme).toContain(`\`${scope}\``);
  }
  expect(readme).toContain(
    `\`limit\` (1 to ${limits.pageSize}, default ${limits.defaultPageSize})`,
  );
});
