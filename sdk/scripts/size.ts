import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { measure, toGzippedBytes, toKilobytes } from './bundle.ts';
import { updateTable } from './readme-table.ts';

/**
 * Checks what a browser loads, and the table of it in the README. `node scripts/size.ts --write` writes the table.
 */
const folder = import.meta.dirname;
const applicants = `export { authorizationCode, createB2cClient } from '${dist('index')}';`;

// esbuild also keeps unused code of tRPC's packages, which Rolldown drops: helpers for async generators
// (348 bytes) and lists of error codes (295 bytes).
const bytesByEsbuild = await measureByEsbuild(applicants);
const sizes = [
  { bundler: 'Rolldown (Vite)', limit: 14_000, bytes: await measure(applicants, folder) },
  { bundler: 'esbuild', limit: 14_400, bytes: bytesByEsbuild },
];

for (const { bundler, limit, bytes } of sizes) {
  console.log(
    `createB2cClient and authorizationCode by ${bundler}: ${bytes} bytes of ${limit}, minified and gzipped`,
  );
  if (bytes >= limit) process.exitCode = 1;
}

const bundles = [
  ['`createB2cClient` and `authorizationCode`', applicants],
  [
    '`createB2bClient` and `clientCredentials`',
    `export { clientCredentials, createB2bClient } from '${dist('index')}';`,
  ],
  ['`createPublicClient`', `export { createPublicClient } from '${dist('index')}';`],
  [
    'all of `/react-query`, without React and TanStack Query',
    `export * from '${dist('react-query')}';`,
  ],
  ['`marketsLink` of `/trpc`', `export { marketsLink } from '${dist('trpc')}';`],
  ['`createRestClient` of `/rest`', `export { createRestClient } from '${dist('rest')}';`],
  ['both schemas of `/validators`', `export * from '${dist('validators')}';`],
  ['`createFakeApi` of `/testing`', `export * from '${dist('testing')}';`],
] as const;

const rows = await Promise.all(
  bundles.map(
    async ([name, entry]) => `| ${name} | ${toKilobytes(await measure(entry, folder))} |`,
  ),
);
const head = ['| bundle | size |', '|---|---|'];
const byEsbuild = `| the first one by esbuild, which keeps unused code of tRPC | ${toKilobytes(bytesByEsbuild)} |`;
const problem = updateTable('sizes', [...head, ...rows, byEsbuild], {
  write: process.argv.includes('--write'),
});
if (problem !== undefined) {
  console.error(problem);
  process.exitCode = 1;
}

/** The package as it was built: sdk/tsconfig.json puts the sources in its place. */
function dist(entry: string): string {
  return fileURLToPath(new URL(`../dist/${entry}.js`, import.meta.url));
}

async function measureByEsbuild(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    tsconfigRaw: {},
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild made no file.');
  return toGzippedBytes(file.text);
}
