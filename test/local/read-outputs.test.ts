import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { UserError } from '../../tools/program.ts';
import { readOutputs } from '../../tools/read-outputs.ts';

/* test/slow/programs/read-outputs.test.ts runs the programs that read them. */

async function readFrom(text?: string): Promise<unknown> {
  const folder = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = `${folder}/outputs.json`;
  if (text !== undefined) await writeFile(file, text);
  try {
    return readOutputs(file);
  } catch (error) {
    return error;
  }
}

it.each([
  [undefined, /outputs\.json does not exist\. Run npm start first/],
  ['{}', /outputs\.json does not hold stack outputs:\n.*at apiUrl/s],
  ['{"apiUrl":', /outputs\.json: .*JSON/],
])('outputs of %j are refused with a message that names the file', async (text, message) => {
  const error = await readFrom(text);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toHaveProperty('message', expect.stringMatching(message));
});
