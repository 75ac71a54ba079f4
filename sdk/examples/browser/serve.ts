import { parseArgs } from 'node:util';
import { readOutputs } from '../outputs.ts';
import { startServer } from './server.ts';

/** `node serve.ts`: the page at the callback URL that the local stack knows, http://localhost:3000. */
const { values } = parseArgs({
  options: {
    outputs: { type: 'string', default: '.local/outputs.json' },
    port: { type: 'string', default: '3000' },
  },
});

const server = await startServer(Number(values.port));
server.configure(readOutputs(values.outputs));
console.log(`${server.origin} shows the example; Ctrl-C ends it.`);
