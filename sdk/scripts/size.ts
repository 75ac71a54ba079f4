import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { rolldown } from 'rolldown';

/** What a browser loads for an applicants' client with sign-in, as each bundler makes it. */
const sizes = [
  { bundler: 'Rolldown (Vite)', limit: 14_000, code: await bundleByRolldown() },
  // esbuild also keeps unused code of tRPC's packages, which Rolldown drops: helpers for async generators
  // (348 bytes) and lists of error codes (295 bytes).
  { bundler: 'esbuild', limit: 14_400, code: await bundleByEsbuild() },
];

for (const { bundler, limit, code } of sizes) {
  const bytes = gzipSync(code, { level: 9 }).length;
  console.log(
    `createB2cClient and authorizationCode by ${bundler}: ${bytes} bytes of ${limit}, minified and gzipped`,
  );
  if (bytes >= limit) process.exitCode = 1;
}

/** The package as it was built: sdk/tsconfig.json puts the sources in its place. */
function createEntry(): string {
  const file = fileURLToPath(new URL('../dist/index.js', import.meta.url));
  return `export { authorizationCode, createB2cClient } from '${file}';`;
}

async function bundleByRolldown(): Promise<string> {
  const entry = '\0entry';
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    tsconfig: false,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? createEntry() : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ minify: true, comments: false });
  return output[0].code;
}

async function bundleByEsbuild(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: createEntry(), resolveDir: import.meta.dirname },
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
