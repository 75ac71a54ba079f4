import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { docsFileNames } from '../../server/docs/files.ts';
import type { CityHall } from '../../server/domain/cities.ts';
import { bundlePlugins } from './bundle-plugins.ts';
import { findDocsSource } from './docs-files.ts';
import { createLicenceTexts } from './licence-texts.ts';

/** Cold starts grow with the bundle. */
export const maxBundleBytes = 500 * 1024;

/** The licence of each package in the bundle. It lies beside the bundle. */
export const licenceTextsFile = 'THIRD-PARTY-LICENSES.txt';

const root = new URL('../..', import.meta.url);

/** The handler setting of the Lambda: the export `handler` of `index.mjs`. */
export const lambdaHandler = 'index.handler';

/**
 * Writes the Lambda's asset: `index.mjs`, the `THIRD-PARTY-LICENSES.txt` of its packages,
 * `city-halls.json`, `openapi.json` and `docs/`. The same inputs give the same bytes.
 *
 * `document` is `createDocument()`. It contains no URL of the deployment: the Lambda adds those from its
 * environment. Returns the source files of the bundle.
 */
export async function buildLambda(
  outdir: string,
  { cityHalls, document }: { cityHalls: readonly CityHall[]; document: string },
): Promise<{ inputs: string[] }> {
  await mkdir(outdir, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: { index: fromHere('../../server/lambda.ts') },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    metafile: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    alias: {
      // A Lambda's credentials are in its environment: it does not need the other providers.
      '@aws-sdk/credential-provider-node': fromHere('environment-credentials.ts'),
      // tRPC's sources. Its build is for old browsers: it copies objects by a function, property by property.
      '@trpc/server': fileURLToPath(
        new URL('src', import.meta.resolve('@trpc/server/package.json')),
      ),
    },
    plugins: bundlePlugins,
    define: {
      'process.env.NODE_ENV': '"production"',
      // Node loads these at their first use. The SDK and zod only ask whether they run in a browser or elsewhere.
      ReadableStream: 'undefined',
      navigator: 'undefined',
    },
    // The licence texts are in a file of their own.
    legalComments: 'none',
    logLevel: 'error',
  });
  const inputs = Object.keys(metafile.inputs);
  await writeFile(`${outdir}/${licenceTextsFile}`, await createLicenceTexts(root, inputs));
  await writeFile(`${outdir}/city-halls.json`, JSON.stringify(cityHalls));
  await writeFile(`${outdir}/openapi.json`, document);
  await mkdir(`${outdir}/docs`, { recursive: true });
  for (const name of docsFileNames) {
    await copyFile(findDocsSource(name), `${outdir}/docs/${name}`);
  }
  return { inputs };
}

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
