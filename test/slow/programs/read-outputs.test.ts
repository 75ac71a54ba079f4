import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** All that takes `--outputs FILE`: a newcomer's first mistake is that there is no such file yet. */
const tools = ['tools/smoke/main.ts', 'local/sign-in/token.ts', 'tools/write-postman.ts'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/christmas-markets-`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(tool: string, outputs: string): Promise<{ code: unknown; err: string }> {
  const entry = fileURLToPath(new URL(`../../../${tool}`, import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, '--outputs', outputs], (error, _, err) => {
      resolve({ code: error?.code ?? 0, err });
    });
  });
}

it.each(tools)(
  '%s says in a line that there are no outputs, without a stack trace',
  async (tool) => {
    const file = `${folder}/none.json`;
    const { code, err } = await run(tool, file);
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`^${file} does not exist\\. Run npm start first.+\n$`));
  },
);

it.each(tools)('%s says what the outputs lack, without a stack trace', async (tool) => {
  const file = `${folder}/empty.json`;
  await writeFile(file, '{}');
  const { code, err } = await run(tool, file);
  expect(code).toBe(1);
  expect(err).toContain(`${file} does not hold stack outputs:\n`);
  expect(err).toContain('at apiUrl');
  expect(err).not.toContain('    at ');
});
