import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** `npm run size`: what a browser loads for an applicants' client with sign-in. */
const limit = 14_000;

const { outputFiles } = await build({
  stdin: {
    contents: `export { authorizationCode, createB2cClient } from '@christmas-markets/sdk';`,
    resolveDir: fileURLToPath(new URL('.', import.meta.url)),
  },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  // Not the sources, which sdk/tsconfig.json puts in the package's place.
  tsconfigRaw: {},
  legalComments: 'none',
  write: false,
});
const bytes = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
console.log(
  `createB2cClient and authorizationCode: ${bytes} bytes of ${limit}, minified and gzipped`,
);
if (bytes >= limit) process.exitCode = 1;
