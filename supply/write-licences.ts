import { writeFile } from 'node:fs/promises';
import { createLicencesPage } from './licences.ts';
import { findShipped } from './packages.ts';

/** `npm run licences` */
const shipped = await findShipped();
await writeFile(new URL('../docs/licences.md', import.meta.url), createLicencesPage(shipped));
const { lambda, docs, sdk } = shipped;
console.log(
  `docs/licences.md: ${lambda.length} packages in the Lambda, ${docs.length} beside it, ${sdk.length} with the SDK; all licences are allowed`,
);
