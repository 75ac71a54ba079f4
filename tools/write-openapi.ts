import { readFile, writeFile } from 'node:fs/promises';
import { createDocument } from '../server/openapi/document.ts';
import { createErrorTables, replaceErrorTable } from '../server/openapi/error-tables.ts';
import { parseFlags } from './program.ts';

parseFlags({
  command: 'npm run openapi',
  help: `npm run openapi

Writes openapi.json from the contract in server/contract/b2c.ts, b2b.ts and public.ts, and the error tables
in README.md, sdk/README.md and docs/city-systems.md. Tests check that the committed files are current.`,
  options: {},
});

const root = new URL('../', import.meta.url);

await writeFile(new URL('openapi.json', root), createDocument());
console.log('openapi.json: written');

for (const [path, table] of createErrorTables()) {
  const file = new URL(path, root);
  await writeFile(file, replaceErrorTable(await readFile(file, 'utf8'), table));
  console.log(`${path}: error table written`);
}
