import { writeFile } from 'node:fs/promises';
import { createDocument } from './document.ts';

/** `npm run openapi`: the committed document, which the gate compares with the routers. */
await writeFile(new URL('../../openapi.json', import.meta.url), createDocument());
