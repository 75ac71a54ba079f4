import { mkdir, writeFile } from 'node:fs/promises';
import { parseFlags } from '../program.ts';
import { createBoms } from './bom.ts';

const folder = 'build/sbom';

parseFlags({
  command: 'npm run sbom',
  help: `npm run sbom

Writes software bills of materials (CycloneDX 1.5, JSON) of what is installed now, by \`npm ci\`:

  ${folder}/lambda.cdx.json   the packages bundled into the Lambda, and beside it
  ${folder}/sdk.cdx.json      the packages that the SDK brings along
  ${folder}/all.cdx.json      everything, with the tools that build and test it

Each names packages with version, licence, hash and what needs what.`,
  options: {},
});

await mkdir(folder, { recursive: true });
for (const [name, bom] of Object.entries(await createBoms())) {
  const file = `${folder}/${name}.cdx.json`;
  await writeFile(file, `${JSON.stringify(bom, null, 2)}\n`);
  console.log(`${file}: ${bom.components.length} packages`);
}
