import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { operations } from '../../server/contract/routes.ts';
import { Problem, type ProblemCode, problems } from '../../server/domain/problems.ts';

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('lists every error code with its status, and no other', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \|/gm)];
    const listed = rows.map(([, code, status]) => [code, Number(status)]);
    const isCode = (code: string): code is ProblemCode => code in problems;
    const expected = Object.keys(problems)
      .filter(isCode)
      .map((code) => [code, new Problem(code, '').status]);
    expect(listed).toEqual(expected);
  });

  it('lists no error code that nothing throws', async () => {
    const server = new URL('../../server/', import.meta.url);
    const files = (await readdir(server, { recursive: true })).filter((file) => /\.ts$/.test(file));
    const sources = await Promise.all(files.map((file) => readFile(new URL(file, server), 'utf8')));
    const thrown = sources.flatMap((source) => [...source.matchAll(/Problem\(\s*'([A-Z_]+)'/g)]);
    expect(new Set(thrown.map(([, code]) => code))).toEqual(new Set(Object.keys(problems)));
  });

  it('lists every REST operation with its procedure', () => {
    const missing = [...operations.values()]
      .map(({ routeKey, authorizer, procedure }) =>
        authorizer === null
          ? `\`${routeKey}\``
          : `| \`${routeKey}\` | \`${authorizer}\` \`${procedure}\``,
      )
      .filter((row) => !readme.includes(row));
    expect(missing).toEqual([]);
  });
});
