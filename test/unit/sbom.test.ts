import { beforeAll, describe, expect, it } from 'vitest';
import { type Bom, createBoms, isNodeBinary } from '../../tools/supply/bom.ts';
import { findShipped } from '../../tools/supply/packages.ts';

let boms: Awaited<ReturnType<typeof createBoms>>;
beforeAll(async () => {
  boms = await createBoms();
});

const names = ['lambda', 'sdk', 'all'] as const;
const toRefs = ({ components }: Bom) => components.map((each) => each['bom-ref']);
const dependsOn = (bom: Bom, of = bom.metadata.component['bom-ref']) =>
  bom.dependencies.find(({ ref }) => ref === of)?.dependsOn ?? [];

describe('npm run sbom', () => {
  it('gives each document its own serial number', () => {
    const serials = names.map((name) => boms[name].serialNumber);
    expect(new Set(serials).size).toBe(names.length);
    for (const serial of serials) expect(serial).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  });

  it.each([
    ['lambda', 'christmas-markets-lambda', 'application'],
    ['sdk', '@christmas-markets/sdk', 'library'],
    ['all', 'christmas-markets', 'application'],
  ] as const)('%s.cdx.json describes %s, of type %s', (name, component, type) => {
    expect(boms[name].metadata.component).toMatchObject({ name: component, type });
    expect(boms[name].metadata.component['bom-ref']).toMatch(new RegExp(`^${component}@\\d`));
  });

  it('lists as direct dependencies of the root the shipped ones of its package.json', () => {
    expect(dependsOn(boms.sdk).map(toName).sort()).toEqual([
      '@trpc/client',
      '@trpc/server',
      'oauth4webapi',
      'openapi-fetch',
    ]);
    // `npm start` needs more dependencies, which are not in the Lambda. A dependency that bundling removed
    // gives way to those of its own dependencies that remained.
    expect(dependsOn(boms.lambda).map(toName).sort()).toEqual([
      '@aws-lambda-powertools/logger',
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/core',
      '@aws-sdk/credential-provider-env',
      '@aws-sdk/util-dynamodb',
      '@smithy/core',
      '@smithy/types',
      '@trpc/server',
      'aws-jwt-verify',
      'swagger-ui-dist',
      'uuid',
      'zod',
    ]);
  });

  it.each(names)('%s.cdx.json lists each component once, and the root depends on each', (name) => {
    const bom = boms[name];
    const refs = new Set(toRefs(bom));
    expect(refs.size).toBe(bom.components.length);
    expect(bom.dependencies.length).toBe(refs.size + 1);
    expect(
      bom.dependencies.flatMap((each) => each.dependsOn.filter((ref) => !refs.has(ref))),
    ).toEqual([]);
    const reached = new Set<string>();
    const visit = (ref: string) => {
      if (reached.has(ref)) return;
      reached.add(ref);
      dependsOn(bom, ref).forEach(visit);
    };
    dependsOn(bom).forEach(visit);
    expect([...refs].filter((ref) => !reached.has(ref))).toEqual([]);
  });

  it('holds exactly the shipped packages', async () => {
    const { lambda, docs, sdk } = await findShipped();
    const toSorted = (packages: typeof lambda) =>
      packages.map(({ name, version }) => `${name}@${version}`).sort();
    expect(toRefs(boms.lambda).sort()).toEqual(toSorted([...lambda, ...docs]));
    expect(toRefs(boms.sdk).sort()).toEqual(toSorted(sdk));
  });

  it.each(names)('%s.cdx.json has hash, licence and purl of each package', (name) => {
    // Ours are made from this source, and have no hash before.
    const ours = ['@christmas-markets/sdk', 'christmas-markets-web'];
    const others = boms[name].components.filter((each) => !ours.includes(each.name));
    for (const { 'bom-ref': ref, hashes, licenses, name: of, version, purl } of others) {
      const hash = { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) };
      // What the install script of `node` fetched is compared elsewhere, in supply-chain.test.ts.
      expect(hashes, ref).toEqual(isNodeBinary(ref) ? undefined : [hash]);
      expect(licenses?.length, ref).toBeGreaterThan(0);
      expect(purl).toBe(`pkg:npm/${of.replace('@', '%40')}@${version}`);
      expect(version).toMatch(/^\d/);
    }
  });
});

function toName(ref: string): string {
  return ref.slice(0, ref.lastIndexOf('@'));
}
