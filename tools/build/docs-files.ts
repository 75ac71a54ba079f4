import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocsFile, ReadDocsFile } from '../../server/docs/files.ts';

/** The path of a file of the page: ours in server/docs, Swagger UI's in node_modules. */
export function findDocsSource(name: DocsFile): string {
  return name === 'page.js' || name === 'page.css'
    ? fileURLToPath(new URL(`../../server/docs/${name}`, import.meta.url))
    : `${swaggerUi}/${name}`;
}

export const readDocsSource: ReadDocsFile = (name) => readFileSync(findDocsSource(name));

const require = createRequire(import.meta.url);
const swaggerUi = dirname(require.resolve('swagger-ui-dist/package.json'));
