import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { docsFileNames } from '../../server/docs/files.ts';
import type { CityHall } from '../../server/domain/cities.ts';
import { statements } from '../../server/markets/statements.ts';
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
    // A Lambda's credentials are in its environment: it does not need the other providers.
    alias: { '@aws-sdk/credential-provider-node': fromHere('environment-credentials.ts') },
    plugins: [preparedStatements, requiredBuiltins],
    define: { 'process.env.NODE_ENV': '"production"' },
    // The licence texts are in a file of their own.
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

/** The requests of the entity as data, so that the bundle holds neither the entity nor ElectroDB. */
const preparedStatements: Plugin = {
  name: 'prepared-statements',
  setup({ onLoad }) {
    onLoad({ filter: /server\/markets\/statements\.ts$/ }, () => ({
      contents: `export const statements = ${JSON.stringify(statements)};`,
    }));
  },
};

/**
 * Imports of Node's own modules become `require`: an import reads every export, also those that load more
 * on their first use. `node:http` alone would load a whole HTTP client and HTTP/2.
 */
const requiredBuiltins: Plugin = {
  name: 'required-builtins',
  setup({ onResolve, onLoad }) {
    const namespace = 'builtin';
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind !== 'require-call' && isBuiltin(path) ? { path, namespace } : undefined,
    );
    onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
