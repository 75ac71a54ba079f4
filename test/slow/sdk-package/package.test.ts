import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestStack } from '../../fixture.ts';
import { readFiles } from '../../sdk/readme.ts';
import { serveWholeFlow } from './backend-server.ts';
import { createPackedProject, type PackedProject } from './packed-project.ts';
import { bundleWorker } from './workerd.ts';

const compilers = {
  'typescript-5.9': 'typescript@5.9.3',
  'typescript-6': 'typescript@6.0.3',
  'typescript-7': 'typescript@7.0.2',
};

// A type check takes a minute on a busy machine.
vi.setConfig({ testTimeout: 600_000 });

let project: PackedProject;
beforeAll(async () => {
  project = await createPackedProject([
    '@types/node@24.19.2',
    // For the examples of the README.
    '@tanstack/react-query@5.108.4',
    '@types/react@19.2.2',
    '@types/react-dom@19.2.2',
    'react@19.2.0',
    'react-dom@19.2.0',
    // For the example of a backend.
    'jose@6.2.17',
    'workerd@1.20261117.1',
    ...Object.entries(compilers).map(([alias, version]) => `${alias}@npm:${version}`),
  ]);
  for (const reader of ['react', 'node', 'rest'] as const) {
    for (const [file, code] of await readFiles(reader)) {
      await project.write(`readme/${reader}/${file}`, code);
    }
  }
  // As `vite/client` declares it.
  const env = 'interface ImportMeta { readonly env: { [key: string]: any } }';
  await project.write('readme/react/vite-env.d.ts', env);
});
afterAll(() => project?.[Symbol.asyncDispose]());

it('holds what it should, and nothing else', () => {
  const kinds = new Set(
    project.files.map((path) =>
      path.replace(/^dist\/.*(\.d\.ts|\.js)$/, 'dist/*$1').replace(/^examples\/.*/, 'examples/*'),
    ),
  );
  expect([...kinds].toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist/*.d.ts',
    'dist/*.js',
    'examples/*',
    'package.json',
  ]);
});

it('has types that import no more packages than each entry needs', () => {
  expect(importsFrom('index.d.ts')).toEqual([]);
  expect(importsFrom('react-query.d.ts')).toEqual(['@tanstack/react-query']);
  expect(importsFrom('rest.d.ts')).toEqual(['openapi-fetch']);
  expect(importsFrom('testing.d.ts')).toEqual([]);
  expect(importsFrom('validators.d.ts')).toEqual([]);
  expect(importsFrom('trpc.d.ts').toSorted()).toEqual(['@trpc/client', '@trpc/server']);
});

it.each([
  ['publint', ['--strict']],
  ['attw', ['--profile', 'esm-only']],
])('%s finds no problem in the tarball', async (checker, options) => {
  const path = `${import.meta.dirname}/../node_modules/.bin/${checker}`;
  const { ok, output } = await project.run(path, [project.tarball, ...options]);
  expect(ok, output).toBe(true);
});

describe.each(Object.keys(compilers))('%s', (compiler) => {
  it.each([
    ['Node.js', { module: 'nodenext', lib: ['es2022'] }],
    [
      'bundlers',
      {
        module: 'esnext',
        moduleResolution: 'bundler',
        lib: ['es2022', 'dom', 'dom.iterable'],
        jsx: 'react-jsx',
      },
    ],
  ])('accepts and refuses what it should, for %s', async (name, options) => {
    const isBrowser = name === 'bundlers';
    const compilerOptions = {
      target: 'es2022',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      allowImportingTsExtensions: true,
      noEmit: true,
      ...options,
    };
    const examples = isBrowser ? ['readme'] : ['readme/node', 'readme/rest'];
    const include = ['types', ...examples];
    const config = `tsconfig.${compiler}.${options.module}.json`;
    await project.write(config, JSON.stringify({ compilerOptions, include }));
    const tsc = `node_modules/${compiler}/bin/tsc`;
    expect(await project.run('node', [tsc, '-p', config])).toEqual({ ok: true, output: '' });
  });
});

it('runs on every Node.js of this machine, against the stack', async () => {
  await using stack = await startTestStack();
  await project.write('run.js', script);
  const nodes = findNodes();
  const versions = [];
  for (const node of nodes) {
    const { output } = await project.run(node, ['run.js', stack.outputsFile]);
    const { version, ...rest } = JSON.parse(output);
    versions.push(version);
    expect(rest).toEqual({ items: [], code: 'UNKNOWN_CITY', cities: true });
  }
  console.log(`Ran on Node.js ${versions.join(' and ')}`);
  expect(versions).toContain(process.version);
});

it('a person signs in and submits through the example of a backend, as a worker in workerd', async () => {
  await using stack = await startTestStack();
  await serveWholeFlow(await bundleWorker(project), stack.outputs);
});

const script = `
import { readFileSync } from 'node:fs';
import { clientCredentials, createB2bClient, isApiError } from '@christmas-markets/sdk';
import { createRestClient } from '@christmas-markets/sdk/rest';

const outputs = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const token = clientCredentials({ tokenUrl: outputs.b2bTokenUrl, ...outputs.cityHalls[0] });
const client = createB2bClient({ url: outputs.b2bApiUrl, token });
const { items } = await client.markets.list({ city: outputs.cityHalls[0].cities[0] });
const error = await client.markets.list({ city: 'Atlantis' }).catch((thrown) => thrown);
const { data } = await createRestClient({ url: outputs.apiUrl }).GET('/v1/cities');
console.log(JSON.stringify({
  version: process.version,
  items,
  code: isApiError(error) && error.code,
  cities: data.items.length > 0,
}));
`;

/** The one that runs this, and others that are on the PATH. */
function findNodes(): string[] {
  const found = (process.env.PATH ?? '').split(':').map((dir) => join(dir, 'node'));
  return [
    ...new Set([process.execPath, ...found].filter(existsSync).map((path) => realpathSync(path))),
  ];
}

/** What the declarations that begin at `entry` import from other packages. */
function importsFrom(entry: string): string[] {
  const dist = `${project.dir}/node_modules/@christmas-markets/sdk/dist`;
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const [, target = ''] of readFileSync(path, 'utf8').matchAll(
      /(?:from |import\()["']([^"']+)["']/g,
    )) {
      if (target.startsWith('.')) visit(join(dirname(path), target.replace(/\.js$/, '.d.ts')));
      else packages.add(target);
    }
  };
  visit(join(dist, entry));
  expect(seen.size).toBeGreaterThan(1);
  return [...packages];
}
