import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as z from 'zod';
import { cityHallsSchema } from '../../server/domain/cities.ts';
import { buildLambda } from '../build/lambda.ts';
import { parsePackagePath, toPackageName } from '../build/package-path.ts';

export type Package = { name: string; version: string; licence: string };

/** The third-party packages in what we ship. */
export type Shipped = {
  /** Bundled into the Lambda's `index.mjs`. */
  lambda: Package[];
  /** Files beside it: the page at `/docs`. */
  docs: Package[];
  /** Installed with the SDK, not part of it. */
  sdk: Package[];
};

export async function findShipped(): Promise<Shipped> {
  const lock = await readLock();
  const bundled = (await readBundleInputs()).flatMap((input) => parsePackagePath(input) ?? []);
  return {
    lambda: readPackages(lock, new Set(bundled)),
    docs: readPackages(lock, new Set(['node_modules/swagger-ui-dist'])),
    sdk: readPackages(lock, findRuntimePaths(lock, 'sdk')),
  };
}

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().default('not declared'),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

/** By path of the package: `node_modules/zod`. */
export type Lock = z.infer<typeof lockSchema>['packages'];

export async function readLock(path = 'package-lock.json'): Promise<Lock> {
  const text = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
  return lockSchema.parse(JSON.parse(text)).packages;
}

async function readBundleInputs(): Promise<string[]> {
  const outdir = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  try {
    const cityHalls = cityHallsSchema.parse([{ name: 'any', cities: ['Any'] }]);
    return (await buildLambda(outdir, { cityHalls, document: '{}' })).inputs;
  } finally {
    await rm(outdir, { recursive: true });
  }
}

/** The dependencies of a workspace and theirs, resolved like Node resolves them. */
function findRuntimePaths(lock: Lock, workspace: string): Set<string> {
  const found = new Set<string>();
  const visit = (from: string) => {
    for (const name of Object.keys(lock[from]?.dependencies ?? {})) {
      const path = resolvePackage(lock, from, name);
      if (found.has(path)) continue;
      found.add(path);
      visit(path);
    }
  };
  visit(workspace);
  return found;
}

function resolvePackage(lock: Lock, from: string, name: string): string {
  for (let folder = from; ; folder = findParent(folder)) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock[path] !== undefined) return path;
    if (folder === '') throw new Error(`${from} needs ${name}, which is not in package-lock.json`);
  }
}

/** The path of the package that contains this one, or '' for the root. */
function findParent(path: string): string {
  return path.includes('/node_modules/') ? path.slice(0, path.lastIndexOf('/node_modules/')) : '';
}

/** The `dependencies` in the package.json of a workspace, or with '' of the root. */
export function collectDirect(lock: Lock, workspace: string): Package[] {
  const names = Object.keys(lock[workspace]?.dependencies ?? {});
  return readPackages(lock, new Set(names.map((name) => resolvePackage(lock, workspace, name))));
}

function readPackages(lock: Lock, paths: ReadonlySet<string>): Package[] {
  return [...paths].sort().map((path) => {
    const { version, license } = lock[path] ?? {};
    if (version === undefined || license === undefined) {
      throw new Error(`${path} is shipped, but not in package-lock.json`);
    }
    return { name: toPackageName(path), version, licence: license };
  });
}
