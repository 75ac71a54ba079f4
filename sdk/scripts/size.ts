import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { rolldown } from 'rolldown';

/**
 * Checks what a browser loads, and the table of it in the README. `node scripts/size.ts --write` writes the table.
 */
const readmeFile = new URL('../README.md', import.meta.url);
const applicants = `export { authorizationCode, createB2cClient } from '${dist('index')}';`;

const sizes = [
  { bundler: 'Rolldown (Vite)', limit: 14_000, code: await bundleByRolldown(applicants) },
  // esbuild also keeps unused code of tRPC's packages, which Rolldown drops: helpers for async generators
  // (348 bytes) and lists of error codes (295 bytes).
  { bundler: 'esbuild', limit: 14_400, code: await bundleByEsbuild(applicants) },
];

for (const { bundler, limit, code } of sizes) {
  const bytes = toGzippedBytes(code);
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
  ['`marketsLink` of `/trpc`', `export { marketsLink } from '${dist('trpc')}';`],
  ['`createRestClient` of `/rest`', `export { createRestClient } from '${dist('rest')}';`],
  ['both schemas of `/validators`', `export * from '${dist('validators')}';`],
  [
    "for comparison: tRPC's own `createTRPCClient` and `httpBatchLink`, without sign-in",
    "export { createTRPCClient, httpBatchLink } from '@trpc/client';",
  ],
] as const;

const rows = await Promise.all(
  bundles.map(async ([name, entry]) => {
    const bytes = toGzippedBytes(await bundleByRolldown(entry));
    return `| ${name} | ${(bytes / 1_000).toFixed(1)} KB |`;
  }),
);
const readme = readFileSync(readmeFile, 'utf8');
const table = ['| bundle | size |', '|---|---|', ...rows].join('\n');
const current = readme.replace(
  /(<!-- sizes: .* -->\n\n).*?(\n\n<!-- \/sizes -->)/s,
  (_, start: string, end: string) => `${start}${table}${end}`,
);
if (process.argv.includes('--write')) writeFileSync(readmeFile, current);
else if (current !== readme) {
  console.error(
    'sdk/README.md: the table of sizes is not current. Run: node sdk/scripts/size.ts --write',
  );
  process.exitCode = 1;
}

/** The package as it was built: sdk/tsconfig.json puts the sources in its place. */
function dist(entry: string): string {
  return fileURLToPath(new URL(`../dist/${entry}.js`, import.meta.url));
}

function toGzippedBytes(code: string): number {
  return gzipSync(code, { level: 9 }).length;
}

async function bundleByRolldown(source: string): Promise<string> {
  // In this folder, from which packages are found.
  const entry = fileURLToPath(new URL('entry.js', import.meta.url));
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    tsconfig: false,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? source : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ minify: true, comments: false });
  return output[0].code;
}

async function bundleByEsbuild(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
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
  return file.text;
}
