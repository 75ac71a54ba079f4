import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `npm run build`: `src` as ESM with declarations, into `dist`. */
const root = fileURLToPath(new URL('..', import.meta.url));

rmSync(`${root}/dist`, { recursive: true, force: true });
execFileSync('tsc', ['-p', `${root}/tsconfig.build.json`], { stdio: 'inherit' });

// tsc rewrites the endings of imports in JavaScript, but not in declarations.
for (const path of globSync(`${root}/dist/**/*.d.ts`)) {
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"));
}
