import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startTestStack } from '../../fixture.ts';

/* The program; what it checks is tested by test/infra/smoke.test.ts. */

const entry = fileURLToPath(new URL('../../../tools/smoke/main.ts', import.meta.url));

function smoke(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, ...args], (error, out, err) => {
      resolve({ code: error?.code ?? 0, out, err });
    });
  });
}

it('prints what it checked, with 1 at the first failure', async () => {
  await using stack = await startTestStack();
  const { token } = await stack.applicant('smoke');
  const args = ['--outputs', stack.outputsFile, '--applicant-token', token];
  const { code, out, err } = await smoke(...args);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('ok: the city hall rejects it\n');
  expect(out).not.toContain(token);
  const lines = out.trimEnd().split('\n');
  expect(lines.at(-1)).toBe(`${lines.length - 1} checks of ${stack.outputs.apiUrl} passed`);
  expect(await stack.stored()).toEqual([]);

  const cityHalls = stack.outputs.cityHalls.map((hall) => ({ ...hall, clientSecret: 'wrong' }));
  const file = `${stack.outputsFile}.changed.json`;
  await writeFile(file, JSON.stringify({ ...stack.outputs, cityHalls }));
  expect(await smoke('--outputs', file)).toMatchObject({
    code: 1,
    err: `failed: POST ${stack.outputs.b2bTokenUrl}\n  expected 200 to ${cityHalls[0]?.name}\n  found 400 {"error":"invalid_client"}\n`,
  });

  await writeFile(file, JSON.stringify({ ...stack.outputs, apiUrl: 'not a URL' }));
  const lacking = await smoke('--outputs', file);
  expect([lacking.code, lacking.err]).toEqual([1, expect.stringContaining('at apiUrl')]);
});

it('explains its options', async () => {
  expect(await smoke('--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('--outputs'),
  });
  expect(await smoke()).toMatchObject({
    code: 1,
    err: 'Give --outputs FILE. See npm run smoke -- --help\n',
  });
  expect(await smoke('--output', 'x')).toMatchObject({ code: 1 });
});
