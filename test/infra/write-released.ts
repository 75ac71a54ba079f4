import { writeFileSync } from 'node:fs';
import { graphOf } from './graphs.ts';
import { readIdentity } from './identity.ts';

/* npm run released-resources: at a release, what deployed stacks have. */

const released = {
  dev: readIdentity(await graphOf('dev', 'shared')),
  prod: readIdentity(await graphOf('prod', 'split')),
};
const file = new URL('released-resources.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(released, null, 2)}\n`);
