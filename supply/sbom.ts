import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { parseFlags } from '../server/flags.ts';
import { findShipped, type Package } from './packages.ts';

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

const bomSchema = z.looseObject({
  metadata: z.looseObject({
    component: z.looseObject({ 'bom-ref': z.string(), name: z.string() }),
  }),
  components: z.array(z.looseObject({ 'bom-ref': z.string() })),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});
type Bom = z.infer<typeof bomSchema>;

const all = readInstalled();
const shipped = await findShipped();
await mkdir(folder, { recursive: true });
await write('lambda', pick(all, [...shipped.lambda, ...shipped.docs]));
await write('sdk', pick(all, shipped.sdk));
await write('all', all);

function readInstalled(): Bom {
  const output = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const bom = bomSchema.parse(JSON.parse(output));
  // npm gives the project the name of its folder.
  bom.metadata.component.name = 'christmas-markets';
  return bom;
}

/**
 * Chosen by what is shipped: `npm sbom --omit dev` leaves out every package that a development tool
 * needs too, zod and the AWS SDK among them.
 */
function pick(bom: Bom, packages: readonly Package[]): Bom {
  const refs = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const components = bom.components.filter((each) => refs.delete(each['bom-ref']));
  if (refs.size > 0) throw new Error(`Shipped, but not installed: ${[...refs].join(', ')}`);
  const kept = new Set(components.map((each) => each['bom-ref']));
  const root = bom.metadata.component['bom-ref'];
  const dependencies = bom.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => kept.has(each)) }));
  return {
    ...bom,
    components: components.map((each) => ({ ...each, scope: 'required' })),
    dependencies: [{ ref: root, dependsOn: [...kept] }, ...dependencies],
  };
}

async function write(name: string, bom: Bom): Promise<void> {
  await writeFile(`${folder}/${name}.cdx.json`, `${JSON.stringify(bom, null, 2)}\n`);
  console.log(`${folder}/${name}.cdx.json: ${bom.components.length} packages`);
}
