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

  async function runCollection(...options: string[]) {
    const report = `${folder}/report.json`;
    const files = [`${folder}/collection.json`, '--environment', `${folder}/environment.json`];
    const reporter = ['--reporters', 'json', '--reporter-json-export', report];
    await run(process.execPath, [
      newman,
      'run',
      ...files,
      '--suppress-exit-code',
      ...reporter,
      ...options,
    ]);
    const { stats, executions, failures } = member(
      parseJson(await readFile(report, 'utf8')),
      'run',
    );
    expect(failures).toEqual([]);
    const statuses = (Array.isArray(executions) ? executions : [])
      .filter(isRecord)
      .slice(tokenRequests)
      .filter((execution) => 'response' in execution)
      .map((execution) => member(execution, 'response').code);
    return { stats, statuses };
  }

  const tokenRequests = 5;
  const deletions = [...operations.values()].filter(({ meta }) => meta.openapi.method === 'DELETE');
  /** Of the scripts, beside the status of each request. */
  const ownAssertions = 4;

  it('gets its own tokens, calls every other operation, and leaves an approved market', async () => {
    const { stats, statuses } = await runCollection();
    const total = operations.size - deletions.length + tokenRequests;
    expect(stats).toMatchObject({
      requests: { total, failed: 0 },
      assertions: { total: total + ownAssertions, failed: 0 },
    });
    const reads = Array(operations.size - deletions.length - 3).fill(200);
    expect(statuses).toEqual([200, 200, 201, ...reads]);
    expect(await stack.stored()).toMatchObject([{ status: 'approved' }]);
  });

  it('withdraws and erases only if the variable says so', async () => {
    const { stats, statuses } = await runCollection('--env-var', 'erase=yes');
    expect(stats).toMatchObject({
      requests: { total: operations.size + tokenRequests, failed: 0 },
      assertions: { total: operations.size + tokenRequests + ownAssertions, failed: 0 },
    });
    expect(statuses.slice(-2)).toEqual([204, 200]);
    expect(await stack.stored()).toEqual([]);
  });
});
