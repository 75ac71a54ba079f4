import type { PackedProject } from './packed-project.ts';

/** The files of an app, and what surrounds them: those of `npm create vite -- --template react-ts`, StrictMode and devtools. */
export async function addFiles(
  project: PackedProject,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const all = new Map(files)
    .set(
      'src/main.tsx',
      devtools + replace('src/main.tsx', '<App failure={failure} />', surrounded),
    )
    .set('src/App.tsx', importOwn + replace('src/App.tsx', '<Markets />', '<Markets /><Own />'))
    .set('src/own.tsx', own)
    .set('index.html', page)
    .set('vite.config.ts', viteConfig)
    .set('tsconfig.json', JSON.stringify({ compilerOptions, include: ['src'] }));
  for (const [file, text] of all) await project.write(file, text);

  function replace(file: string, element: string, by: string): string {
    const text = files.get(file) ?? '';
    if (!text.includes(element)) throw new Error(`Expected ${element} in ${file} of the README.`);
    return text.replace(element, by);
  }
}

const devtools = `
import { ReactQueryDevtools } from '@tanstack/react-query-devtools';
import { StrictMode } from 'react';
`;
const surrounded = `<StrictMode>
  <App failure={failure} />
  <ReactQueryDevtools />
</StrictMode>`;
const importOwn = "import { Own } from './own';";

/** tRPC's options for TanStack Query, of the client in the README. */
const own = `
import type { B2cRouter } from '@christmas-markets/sdk/trpc';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { trpc as client } from './trpc';

export function Own() {
  const queryClient = useQueryClient();
  const trpc = createTRPCOptionsProxy<B2cRouter>({ client, queryClient });
  const { data } = useQuery(trpc.users.export.queryOptions({}));
  const names: string[] | undefined = data?.markets.map(({ marketName }) => marketName);
  return <p>{names?.length}</p>;
}

type Proxy = ReturnType<typeof createTRPCOptionsProxy<B2cRouter>>;
export const toInfinite = (trpc: Proxy) =>
  trpc.markets.list.infiniteQueryOptions(
    { userId: 'me' },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  );
export const toMutation = (trpc: Proxy) => trpc.markets.submit.mutationOptions();
`;

const page = `<!doctype html>
<html lang="en">
  <head><link rel="icon" href="data:," /><title>App</title></head>
  <body><script type="module" src="/src/main.tsx"></script></body>
</html>
`;

const viteConfig = `
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [react()] });
`;

const compilerOptions = {
  target: 'es2023',
  lib: ['ES2023', 'DOM'],
  module: 'esnext',
  types: ['vite/client'],
  // The declarations of the tRPC that the binding requires need those of Node.js.
  skipLibCheck: true,
  strict: true,
  moduleResolution: 'bundler',
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  moduleDetection: 'force',
  noEmit: true,
  jsx: 'react-jsx',
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
  noFallthroughCasesInSwitch: true,
};
