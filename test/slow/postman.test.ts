import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../server/contract/routes.ts';
import { isRecord, member, parseJson } from '../openapi/json.ts';
import { useStack } from '../use-stack.ts';

/* The collection that `npm run postman` writes, run as its reader would: by newman. */

const run = promisify(execFile);
const cwd = new URL('../..', import.meta.url);
const require = createRequire(import.meta.url);
const newman = require.resolve('newman/bin/newman.js');

describe.each(['shared', 'split'] as const)('the Postman collection in topology %s', (topology) => {
  const stack = useStack({ topology });
  let folder: string;
  beforeAll(async () => {
    folder = stack.outputsFile.replace('outputs.json', 'postman');
    const options = ['--outputs', stack.outputsFile, '--hall', 'north', '--out', folder];
    await run('npm', ['run', '-s', 'postman', '--', ...options], { cwd });
  });

  it('gets its own tokens and calls every operation with success', async () => {
    const report = `${folder}/report.json`;
    const files = [`${folder}/collection.json`, '--environment', `${folder}/environment.json`];
    const options = [
      '--suppress-exit-code',
      '--reporters',
      'json',
      '--reporter-json-export',
      report,
    ];
    await run(process.execPath, [newman, 'run', ...files, ...options]);

    const { stats, executions, failures } = member(
      parseJson(await readFile(report, 'utf8')),
      'run',
    );
    expect(failures).toEqual([]);
    const tokenRequests = 5;
    expect(stats).toMatchObject({
      requests: { total: operations.size + tokenRequests, failed: 0 },
      assertions: { total: operations.size + tokenRequests + 3, failed: 0 },
    });
    const statuses = (Array.isArray(executions) ? executions : [])
      .filter(isRecord)
      .slice(tokenRequests)
      .map((execution) => member(execution, 'response').code);
    expect(statuses).toEqual([200, 200, 201, ...Array(9).fill(200), 204, 200]);
    expect(await stack.stored()).toEqual([]);
  });
});
