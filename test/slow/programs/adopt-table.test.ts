import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, type Resource, types } from '../../infra/graph.ts';
import { graphOf } from '../../infra/graphs.ts';
import { describe as describeResource } from '../../infra/provider.ts';

const restored = 'christmas-markets-prod-restored';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/christmas-markets-`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** As `pulumi stack export` has it: with the names that Pulumi chose, and which are its own. */
function toState({ resources }: Graph) {
  return {
    version: 3,
    deployment: { manifest: { version: 'v3.270.0' }, resources: resources.map(toExported) },
  };
}

function toExported({ inputs, ...resource }: Resource) {
  const outputs = describeResource(resource.type, resource.name, inputs);
  const chosen = { name: outputs.name, __defaults: ['name'] };
  return { ...resource, id: outputs.name, inputs: { ...inputs, ...chosen }, outputs };
}

async function adopt(state: unknown, table?: string) {
  const file = `${folder}/state.json`;
  await writeFile(file, JSON.stringify(state));
  const { code, err } = await new Promise<{ code: unknown; err: string }>((resolve) => {
    const args = ['--state', file, ...(table === undefined ? [] : ['--table', table])];
    execFile(process.execPath, ['tools/adopt-table.ts', ...args], (error, _, stderr) => {
      resolve({ code: error?.code ?? 0, err: stderr });
    });
  });
  const after: unknown = JSON.parse(await readFile(file, 'utf8'));
  return { code, err, after };
}

describe('a restored table', () => {
  it('replaces the old table in the state, and nothing else changes', async () => {
    const before = toState(await graphOf('prod', 'split'));
    const { code, err, after } = await adopt(before, restored);
    expect([code, err]).toEqual([0, '']);
    const arn = `arn:aws:${types.table}:eu-central-1:123456789012:christmas-markets-prod-markets`;
    const expected = structuredClone(before);
    for (const table of expected.deployment.resources.filter(({ type }) => type === types.table)) {
      expect(table).toMatchObject({ protect: true, outputs: { arn } });
      table.id = restored;
      table.inputs.name = restored;
      table.outputs.name = restored;
    }
    // The Lambda still has the old name: the next deploy changes it, and all that names the table.
    expect(after).toEqual(expected);
  });

  it('is renamed in its ARN, too', async () => {
    const table = { type: types.table, id: 'old-1', outputs: { arn: 'arn:aws:x:table/old-1' } };
    const { after } = await adopt({ deployment: { resources: [table] } }, restored);
    expect(after).toMatchObject({
      deployment: { resources: [{ outputs: { arn: `arn:aws:x:table/${restored}` } }] },
    });
  });

  it.each<[string, unknown, string | undefined, string]>([
    ['no state', {}, restored, 'at deployment'],
    ['no table', { deployment: { resources: [] } }, restored, 'The state has 0 tables'],
    ['no name', { deployment: { resources: [] } }, undefined, 'Give --state FILE and --table NAME'],
    [
      "the stack's own",
      { deployment: { resources: [{ type: types.table, id: restored }] } },
      restored,
      'is already the table of the stack',
    ],
  ])('is refused with %s, and the file does not change', async (_, state, table, message) => {
    const { code, err, after } = await adopt(state, table);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
    expect(after).toEqual(state);
  });
});
