import { writeFileSync } from 'node:fs';
import { parseFlags } from '../../tools/program.ts';
import { graphOf } from './graphs.ts';
import { readIdentity } from './identity.ts';

parseFlags({
  command: 'npm run released-resources',
  help: `npm run released-resources

Writes test/infra/released-resources.json: at a release, what deployed stacks have. A test names what a deploy
over that release would replace or delete.`,
  options: {},
});

const released = {
  dev: readIdentity(await graphOf('dev', 'shared')),
  prod: readIdentity(await graphOf('prod', 'split')),
};
const file = new URL('released-resources.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(released, null, 2)}\n`);
console.log('test/infra/released-resources.json: written');
