import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Outputs } from '../outputs.ts';

/** What a browser may know. The outputs hold secrets of city halls besides. */
export type PublicOutputs = Pick<
  Outputs,
  'apiUrl' | 'issuer' | 'authorizeUrl' | 'tokenUrl' | 'logoutUrl' | 'b2cClientId'
>;

/** Serves the example's page on localhost; port 0 takes a free one. */
export async function startServer(
  port: number,
): Promise<{ origin: string; configure(outputs: PublicOutputs): void; close(): Promise<void> }> {
  const script = await bundle();
  const page = readFileSync(fromHere('index.html'));
  let config = '{}';
  const server = createServer((request, response) => {
    const [type, body] =
      request.url === '/main.js'
        ? ['text/javascript', script]
        : request.url === '/config.json'
          ? ['application/json', config]
          : ['text/html', page];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  server.listen(port, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  return {
    origin: `http://localhost:${typeof address === 'object' ? address?.port : port}`,
    configure({ apiUrl, issuer, authorizeUrl, tokenUrl, logoutUrl, b2cClientId }) {
      config = JSON.stringify({ apiUrl, issuer, authorizeUrl, tokenUrl, logoutUrl, b2cClientId });
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function bundle(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [fromHere('main.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    // The package as it was built, and not as sdk/tsconfig.json has it.
    tsconfigRaw: {},
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('There is no bundle');
  return file.contents;
}

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
