import { readFileSync } from 'node:fs';
import { findDocsSource } from '../build/docs-files.ts';

type Part = { name: string; licence: string; notice: string };

/** The packages in swagger-ui-bundle.js.LICENSE.txt. `notice` is a text that identifies each notice. */
const parts: readonly Part[] = [
  { name: 'buffer', licence: 'MIT', notice: 'The buffer module from node.js' },
  { name: 'classnames', licence: 'MIT', notice: 'github.io/classnames' },
  { name: 'deep-extend', licence: 'MIT', notice: 'Recursive object extending' },
  { name: 'DOMPurify', licence: 'Apache-2.0 or MPL-2.0', notice: '@license DOMPurify' },
  { name: 'fast-json-patch', licence: 'MIT', notice: 'Starcounter-Jack/JSON-Patch' },
  { name: 'ieee754', licence: 'BSD-3-Clause', notice: '! ieee754.' },
  { name: 'immutable', licence: 'MIT', notice: 'Lee Byron and other contributors' },
  { name: 'react', licence: 'MIT', notice: ' react.production.' },
  { name: 'react-dom', licence: 'MIT', notice: ' react-dom.production.' },
  { name: 'regenerator-runtime', licence: 'MIT', notice: '! regenerator-runtime ' },
  { name: 'repeat-string', licence: 'MIT', notice: '* repeat-string ' },
  { name: 'safe-buffer', licence: 'MIT', notice: '! safe-buffer.' },
  { name: 'scheduler', licence: 'MIT', notice: ' scheduler.production.' },
  { name: 'use-sync-external-store', licence: 'MIT', notice: ' use-sync-external-store-' },
];

/** The packages in Swagger UI's bundle. Throws if its notices differ from this list. */
export function findSwaggerUiParts(
  text = readFileSync(findDocsSource('swagger-ui-bundle.js.LICENSE.txt'), 'utf8'),
): readonly Part[] {
  const notices = [...text.matchAll(/\/\*.*?\*\//gs)].map(([notice]) => notice);
  const unknown = notices.filter((each) => !parts.some(({ notice }) => each.includes(notice)));
  const missing = parts.filter(({ notice }) => !text.includes(notice)).map(({ name }) => name);
  if (unknown.length > 0 || missing.length > 0) {
    throw new Error(
      `Swagger UI's bundle has other parts than tools/supply/swagger-ui.ts lists. Without a notice: ${missing.join(', ') || 'none'}. Not listed: ${unknown.join('\n') || 'none'}`,
    );
  }
  return parts;
}
