import { writeFile } from 'node:fs/promises';
import { parseFlags } from '../program.ts';
import { createLicencesPage } from './licences.ts';
import { findShipped } from './packages.ts';

parseFlags({
  command: 'npm run licences',
  help: `npm run licences

Writes docs/licences.md: the packages in the Lambda, beside it and with the SDK, each with its
licence. Fails at a licence that tools/supply/licences.ts does not allow.`,
  options: {},
});

const shipped = await findShipped();
await writeFile(new URL('../../docs/licences.md', import.meta.url), createLicencesPage(shipped));
const { lambda, docs, sdk } = shipped;
console.log(
  `docs/licences.md: ${lambda.length} packages in the Lambda, ${docs.length} beside it, ${sdk.length} with the SDK; all licences are allowed`,
);
