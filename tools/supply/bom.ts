import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { collectDirect, findShipped, type Lock, type Package, readLock } from './packages.ts';

const componentSchema = z.looseObject({
  'bom-ref': z.string(),
  type: z.string(),
  name: z.string(),
  version: z.string(),
  purl: z.string().optional(),
  hashes: z.array(z.object({ alg: z.string(), content: z.string() })).optional(),
  licenses: z.array(z.record(z.string(), z.unknown())).optional(),
});
type Component = z.infer<typeof componentSchema>;

const bomSchema = z.looseObject({
  serialNumber: z.string(),
  metadata: z.looseObject({ component: componentSchema }),
  components: z.array(componentSchema),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

/** The parts of a CycloneDX 1.5 document that we read or write; npm's others stay as they are. */
export type Bom = z.infer<typeof bomSchema>;

const sdkName = '@christmas-markets/sdk';

/** Licences of packages that declare no SPDX id, from their licence files. */
const readLicences = new Map([
  ['@logdna/tail-file@2.2.0', 'MIT'],
  ['stack-trace@0.0.9', 'MIT'],
]);

/** The bills of materials of the Lambda, of the SDK, and of everything that `npm ci` installed. */
export async function createBoms(): Promise<{ lambda: Bom; sdk: Bom; all: Bom }> {
  const [lock, shipped] = await Promise.all([readLock(), findShipped()]);
  const all = complete(readInstalled(), lock);
  const { component: project } = all.metadata;
  const sdk = all.components.find(({ name }) => name === sdkName);
  if (sdk === undefined) throw new Error(`${sdkName} is not installed`);
  const lambda = { ...project, name: 'christmas-markets-lambda' };
  lambda['bom-ref'] = `${lambda.name}@${lambda.version}`;
  return {
    lambda: pick(all, lambda, {
      packages: [...shipped.lambda, ...shipped.docs],
      direct: collectDirect(lock, ''),
    }),
    sdk: pick(all, sdk, { packages: shipped.sdk, direct: collectDirect(lock, 'sdk') }),
    all,
  };
}

function readInstalled(): Bom {
  const output = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return bomSchema.parse(JSON.parse(output));
}

/** Corrects the name, which npm takes from the folder, and adds what npm leaves out of the lockfile. */
function complete(bom: Bom, lock: Lock): Bom {
  const { purl: _unpublished, ...project } = bom.metadata.component;
  // The install script of `node` fetches another package. It is in no lockfile: it has no hash and no parent.
  const binaries = bom.components.map((each) => each['bom-ref']).filter(isNodeBinary);
  return {
    ...bom,
    metadata: {
      ...bom.metadata,
      component: { ...project, name: 'christmas-markets', type: 'application' },
    },
    components: bom.components.map((each) => {
      const ref = toRef(each['bom-ref']);
      const hashes = findHashes(lock, each);
      const licence = readLicences.get(ref);
      return {
        ...each,
        'bom-ref': ref,
        name: ref.slice(0, ref.lastIndexOf('@')),
        version: ref.slice(ref.lastIndexOf('@') + 1),
        ...(each.purl && { purl: toRef(each.purl) }),
        ...(hashes && { hashes }),
        ...(licence && { licenses: [{ license: { id: licence } }] }),
      };
    }),
    dependencies: bom.dependencies.map(({ ref, dependsOn }) => ({
      ref: toRef(ref),
      dependsOn: [...dependsOn.map(toRef), ...(isNode(ref) ? binaries : [])],
    })),
  };
}

function isNode(ref: string): boolean {
  return /^node@\d/.test(ref);
}

export function isNodeBinary(ref: string): boolean {
  return /^node-(bin-)?(linux|darwin|win)-\w+@\d/.test(ref);
}

/** `@pulumi/policy@v1.21.0` is in no registry: the published version lacks the `v` of its package.json. */
function toRef(ref: string): string {
  return ref.replace(/@v(?=\d[^@]*$)/, '@');
}

/** npm leaves out the hash of a package whose installed version is written with a `v`. */
function findHashes(lock: Lock, { name, hashes }: Component): Component['hashes'] {
  if (hashes !== undefined) return hashes;
  const [, base64] = /^sha512-(\S+)$/.exec(lock[`node_modules/${name}`]?.integrity ?? '') ?? [];
  if (base64 === undefined) return undefined;
  return [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }];
}

/**
 * The packages that are shipped. `npm sbom --omit dev` cannot select them: it leaves out every package that
 * a development tool needs, too, for example zod and the AWS SDK.
 */
function pick(
  bom: Bom,
  root: Component,
  { packages, direct }: { packages: readonly Package[]; direct: readonly Package[] },
): Bom {
  const kept = new Set(packages.map(toPackageRef));
  const components = bom.components.filter((each) => kept.has(each['bom-ref']));
  if (components.length < kept.size) {
    throw new Error(`Shipped, but not installed: one of ${[...kept].join(', ')}`);
  }
  const graph = new Map(bom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  return {
    ...bom,
    // CycloneDX requires a new one for each document, also if the contents are the same.
    serialNumber: `urn:uuid:${randomUUID()}`,
    metadata: { ...bom.metadata, component: root },
    components: components.map((each) => ({ ...each, scope: 'required' })),
    dependencies: [
      { ref: root['bom-ref'], dependsOn: findNearest(direct.map(toPackageRef), kept, graph) },
      ...[...kept].map((ref) => ({
        ref,
        dependsOn: findNearest(graph.get(ref) ?? [], kept, graph),
      })),
    ],
  };
}

/** The kept ones. A package that is not kept, because bundling removed it, is replaced by those that it needs. */
function findNearest(
  refs: readonly string[],
  kept: ReadonlySet<string>,
  graph: ReadonlyMap<string, readonly string[]>,
): string[] {
  const seen = new Set<string>();
  const visit = (ref: string) => {
    if (seen.has(ref)) return;
    seen.add(ref);
    if (!kept.has(ref)) graph.get(ref)?.forEach(visit);
  };
  refs.forEach(visit);
  return [...seen].filter((ref) => kept.has(ref));
}

function toPackageRef({ name, version }: Package): string {
  return `${name}@${version}`;
}
