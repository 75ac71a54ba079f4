import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { docsFileNames } from '../../server/docs/files.ts';
import type { CityHall } from '../../server/domain/cities.ts';
import { findDocsSource } from './docs-files.ts';
import { createLicenceTexts } from './licence-texts.ts';

/** Cold starts grow with the bundle. */
export const maxBundleBytes = 700 * 1024;

/** Beside the bundle: the licence of each package in it. */
export const licenceTextsFile = 'THIRD-PARTY-LICENSES.txt';

const root = new URL('../..', import.meta.url);

/** What Lambda calls: the exported `handler` of `index.mjs`. */
export const lambdaHandler = 'index.handler';

/**
 * Writes the Lambda's asset: `index.mjs` and `THIRD-PARTY-LICENSES.txt` of what is bundled in it,
 * `city-halls.json`, `openapi.json` and `docs/`. The same inputs give the same bytes.
 *
 * `document` is `createDocument()`: no deployment's URL is in it, for the
 * Lambda puts in those that its environment names. Returns the source files that went into the bundle.
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
    // A Lambda's credentials are in its environment: the other providers are dead weight.
    alias: { '@aws-sdk/credential-provider-node': fromHere('environment-credentials.ts') },
    plugins: [withoutElectroService],
    define: { 'process.env.NODE_ENV': '"production"' },
    // The licence texts are a file beside it.
    legalComments: 'none',
    banner: {
      // Bundled CommonJS packages still `require` Node's own modules.
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
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

/** ElectroDB's Service joins several entities and is 20 KB of CommonJS that nothing shakes off. */
const withoutElectroService: Plugin = {
  name: 'without-electro-service',
  setup({ onLoad }) {
    onLoad({ filter: /electrodb\/src\/service\.js$/ }, () => ({
      contents: 'exports.Service = class {};',
    }));
  },
};

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
