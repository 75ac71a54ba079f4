import { writeFile } from 'node:fs/promises';
import { parseFlags } from '../flags.ts';
import { createDocument } from './document.ts';

parseFlags({
  command: 'npm run openapi',
  help: `npm run openapi

Writes openapi.json, as the contract in server/b2c.ts, b2b.ts and public.ts has it. The committed
document has to be the same: a test compares them.`,
  options: {},
});

await writeFile(new URL('../../openapi.json', import.meta.url), createDocument());
console.log('openapi.json: written');
