import { cp } from 'node:fs/promises';
import type { PackedProject } from '../sdk-package/packed-project.ts';

/** The route handlers, where `route.ts` says, and a page. */
export async function writeNextApp(project: PackedProject): Promise<void> {
  await cp(project.example('backend'), `${project.dir}/app/api/[...path]`, {
    recursive: true,
    filter: (path) => !path.endsWith('/worker.ts'),
  });
  for (const [file, text] of Object.entries(files)) await project.write(file, text);
}

const layout = `
import type { ReactNode } from 'react';

export default function Layout({ children }: { children: ReactNode }) {
  return <html lang="en"><body>{children}</body></html>;
}
`;

const page = `
export default function Page() {
  return <a href="/api/sign-in">Sign in</a>;
}
`;

/** What Next.js writes into a new project, stricter, and the option that the recipe names. */
const compilerOptions = {
  target: 'es2022',
  lib: ['dom', 'dom.iterable', 'esnext'],
  module: 'esnext',
  moduleResolution: 'bundler',
  jsx: 'react-jsx',
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  incremental: true,
  isolatedModules: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
};

const files = {
  'app/layout.tsx': layout,
  'app/page.tsx': page,
  'app/callback/route.ts': "export { GET } from '../api/[...path]/route.ts';\n",
  'tsconfig.json': JSON.stringify({ compilerOptions, include: ['next-env.d.ts', 'app'] }),
};
