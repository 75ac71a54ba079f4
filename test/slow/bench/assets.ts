import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { defaultCityHalls } from '../../../local/options.ts';
import { cityHallsSchema } from '../../../server/domain/cities.ts';
import { createDocument } from '../../../server/openapi/document.ts';
import { buildLambda } from '../../../tools/build/lambda.ts';

const root = new URL('../../../', import.meta.url);
/** Below test/slow, so that the original finds the SDK. */
export const folder = new URL(`../node_modules/.cache/bench-${process.pid}/`, import.meta.url);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const environmentCredentials = path(new URL('tools/build/environment-credentials.ts', root));

/** Every measured handler. `source` is a file of `peers/`; without it, it is the asset that is deployed. */
export const handlers = {
  original: { source: 'original.ts', title: 'the original handler: aws-sdk v2, one switch' },
  plain: {
    source: 'plain.ts',
    environmentCredentials: true,
    title: 'SDK v3 + plain switch, environment credentials',
  },
  plainDefault: { source: 'plain.ts', title: 'SDK v3 + plain switch, default credentials' },
  hono: { source: 'hono.ts', title: 'Hono + DocumentClient' },
  trpc: { source: 'trpc.ts', title: "tRPC's own Lambda handler + ElectroDB" },
  trpcToOpenapi: { source: 'trpc-to-openapi.ts', title: "trpc-to-openapi's own handler" },
  ours: { title: 'ours' },
} as const satisfies Record<string, Handler>;

type Handler = { title: string; source?: string; environmentCredentials?: boolean };

export type HandlerName = keyof typeof handlers;

/** Builds a handler as it would be deployed. Returns the path of its module. */
export async function buildHandler(name: HandlerName): Promise<string> {
  const handler: Handler = handlers[name];
  const outdir = path(new URL(name, folder));
  await mkdir(outdir, { recursive: true });
  if (handler.source === undefined) {
    const cityHalls = cityHallsSchema.parse(defaultCityHalls);
    await buildLambda(outdir, { cityHalls, document: createDocument() });
  } else {
    await buildPeer(handler, outdir);
  }
  return `${outdir}/index.mjs`;
}

/** With the options of the deployed asset, and without its plugins. */
async function buildPeer({ source, environmentCredentials: trimmed }: Handler, outdir: string) {
  await build({
    entryPoints: { index: path(new URL(`peers/${source}`, import.meta.url)) },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Lambda's runtimes contained this SDK, so that it was not bundled.
    external: ['aws-sdk'],
    mainFields: ['module', 'main'],
    alias: trimmed ? { '@aws-sdk/credential-provider-node': environmentCredentials } : {},
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
}

function path(url: URL): string {
  return fileURLToPath(url);
}
