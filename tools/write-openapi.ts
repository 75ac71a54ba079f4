import { writeFile } from 'node:fs/promises';
import { createDocument } from '../server/openapi/document.ts';
import { parseFlags } from './program.ts';

parseFlags({
  command: 'npm run openapi',
  help: `npm run openapi

Writes openapi.json, as the contract in server/contract/b2c.ts, b2b.ts and public.ts has it. The committed
document has to be the same: a test compares them.`,
  options: {},
});

await writeFile(new URL('../openapi.json', import.meta.url), createDocument());
console.log('openapi.json: written');
