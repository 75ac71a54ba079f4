import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/** `npm run size`: what a browser loads for an applicants' client with sign-in, bundled as Vite does it. */
const limit = 14_000;
const entry = '\0entry';

const bundle = await rolldown({
  input: entry,
  platform: 'browser',
  // The package as it was built: sdk/tsconfig.json puts the sources in its place.
  tsconfig: false,
  plugins: [
    {
      name: 'entry',
      resolveId: (id) => (id === entry ? id : undefined),
      load: (id) =>
        id === entry
          ? `export { authorizationCode, createB2cClient } from '${fileURLToPath(new URL('../dist/index.js', import.meta.url))}';`
          : undefined,
    },
  ],
});
const { output } = await bundle.generate({ minify: true, comments: false });
const bytes = gzipSync(output[0].code, { level: 9 }).length;
console.log(
  `createB2cClient and authorizationCode: ${bytes} bytes of ${limit}, minified and gzipped`,
);
if (bytes >= limit) process.exitCode = 1;
