import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { types } from '../../infra/graph.ts';
import { readCommands } from './guide.ts';
import { createProject } from './stack.ts';

/* The guides "Restoring" and "Splitting for production" of docs/deploy.md, on one stack of prod. */

let project: Awaited<ReturnType<typeof createProject>>;
beforeAll(async () => {
  project = await createProject();
  await project.configure('prod', {
    topology: 'shared',
    backup: {},
    deployment: { strategy: 'all-at-once' },
  });
  await project.run(
    'pulumi login && pulumi stack init prod && npm run deploy -- --stack prod --skip-preview',
  );
});
afterAll(() => project[Symbol.asyncDispose]());
beforeEach(() => {
  project.account.log.length = 0;
});

const readLog = () =>
  project.account.log.map((line) => line.replace('christmas-markets-prod-', '')).toSorted();
const readOutput = async (name: string) =>
  (await project.run(`pulumi stack output ${name} --stack prod`)).trim();

test('a restored table becomes the table of the stack, with its protection, and the old one stays in AWS', async () => {
  const old = await readOutput('tableName');
  const restored = 'christmas-markets-prod-restored';
  const { name: _, ...inputs } = project.account.read(types.table, old)?.inputs ?? {};
  // A restored table has none of these.
  for (const key of ['deletionProtectionEnabled', 'pointInTimeRecovery', 'tags', 'ttl']) {
    delete inputs[key];
  }
  project.account.create(types.table, 'restored', { ...inputs, name: restored });
  project.account.log.length = 0;

  const adopt = readCommands('Restoring').find((block) => block.includes('adopt-table')) ?? '';
  expect(adopt).toContain('pulumi stack import');
  await project.run(`NEW=${restored}\n${adopt}`);
  const [removed, added] = ['delete', 'create'].map((operation) =>
    project.account.log.indexOf(`${operation} christmas-markets-prod-backup`),
  );
  expect(added).toBeGreaterThan(removed ?? Number.POSITIVE_INFINITY);
  expect(readLog()).toEqual([
    ...['create backup', 'delete backup', 'update backup-policy'],
    ...['update function', 'update function-live', 'update function-policy', 'update markets'],
    ...['update monitoring-dashboard', 'update monitoring-table-system-errors'],
    'update monitoring-table-throttling',
  ]);
  expect(await readOutput('tableName')).toBe(restored);
  expect(project.account.read(types.table, restored)?.inputs).toMatchObject({
    deletionProtectionEnabled: true,
    pointInTimeRecovery: { enabled: true },
    ttl: { enabled: true },
    tags: { stack: 'prod' },
  });
  expect(project.account.read(types.table, old)).toBeDefined();
  await project.run('npm run deploy -- --stack prod --expect-no-changes --skip-preview');
});

test('the drift check at night fails after a change by hand, and changes nothing', async () => {
  const workflow = readFileSync(
    new URL('../../../.github/workflows/drift.yml', import.meta.url),
    'utf8',
  );
  const [, command = ''] = /- run: (pulumi .+)$/m.exec(workflow) ?? [];
  // A workflow does not confirm: --preview-only refuses that.
  const check = `unset PULUMI_SKIP_CONFIRMATIONS\nPULUMI_STACK=prod\n${command}`;
  await project.run(check);
  const topic = [...project.account.resources.values()].find(({ type }) => type === types.topic);
  if (topic === undefined) throw new Error('There is no topic');
  const { tags } = topic.outputs;
  topic.inputs.tags = topic.outputs.tags = { by: 'hand' };
  expect(await project.run(check, { fails: true })).toContain('monitoring-alarms');
  expect(readLog()).toEqual([]);
  topic.inputs.tags = topic.outputs.tags = tags ?? null;
});

test('shared becomes split: city halls get new clients, while applicants, API and table stay', async () => {
  const kept = ['apiUrl', 'b2cClientId', 'issuer', 'tableName'];
  const before = await Promise.all(kept.map(readOutput));
  await project.configure('prod', { topology: 'split' });
  const refused = await project.run('npm run deploy -- --stack prod --skip-preview', {
    fails: true,
  });
  expect(refused).toMatch(/unable to replace resource "\S+-halls-\w+-1"/);
  expect(readLog().filter((line) => line.startsWith('delete '))).toEqual([]);

  const urns = await project.run('pulumi stack --show-urns --stack prod');
  for (const [urn] of urns.matchAll(/urn:\S+-halls-\w+-1$/gm)) {
    await project.run(`pulumi state unprotect --stack prod '${urn}'`);
  }
  await project.run('npm run deploy -- --stack prod --skip-preview');
  expect(await Promise.all(kept.map(readOutput))).toEqual(before);
  expect(await readOutput('b2bApiUrl')).not.toBe(before[0]);
  const deleted = readLog().filter((line) => /^delete (halls-\w+-1|api|users|markets)$/.test(line));
  expect(deleted).toEqual(
    ['bucharest', 'cluj', 'iasi', 'north'].map((name) => `delete halls-${name}-1`),
  );
});
