import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateContract } from './contract/generate-contract.ts';
import { generateRestTypes } from './rest-types.ts';

/** `npm run generate`: writes what the server decides; with `--check`, fails where it is not current. */
const { values } = parseArgs({ options: { check: { type: 'boolean' } } });

const files = {
  'contract.gen.ts': generateContract(),
  'rest.gen.ts': await generateRestTypes(),
};

for (const [name, text] of Object.entries(files)) {
  const path = fileURLToPath(new URL(`../src/${name}`, import.meta.url));
  if (!values.check) await writeFile(path, text);
  else if (text !== (await readFile(path, 'utf8').catch(() => ''))) {
    console.error(`sdk/src/${name} is not what the server says now: npm run generate -w sdk`);
    process.exitCode = 1;
  }
}
