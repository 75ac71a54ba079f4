import { mkdir, writeFile } from 'node:fs/promises';
import type { Outputs } from '../server/deployment/outputs.ts';
import { createDocument } from '../server/openapi/document.ts';
import { createCollection } from '../server/openapi/postman/collection.ts';
import { createEnvironment } from '../server/openapi/postman/environment.ts';
import { parseFlags, runProgram, UserError } from './program.ts';
import { readOutputs } from './read-outputs.ts';

const help = `npm run postman -- [options]: a Postman collection and an environment for it

  --outputs FILE   the outputs of the stack      (.local/outputs.json)
  --hall NAME      the city hall to act as       (the first)
  --out DIR        directory of both files       (.local/postman)
  --help           this text

The environment contains the city hall's secret: protect the file like a password.
`;

const flags = parseFlags({
  command: 'npm run postman',
  help,
  options: {
    outputs: { type: 'string', default: '.local/outputs.json' },
    hall: { type: 'string' },
    out: { type: 'string', default: '.local/postman' },
  },
});

async function main(): Promise<void> {
  const outputs = readOutputs(flags.outputs);
  const environment = createEnvironment(outputs, findHall(outputs, flags.hall));
  const signIn = outputs.demoApplicant !== undefined;
  await mkdir(flags.out, { recursive: true, mode: 0o700 });
  await write('collection.json', createCollection(createDocument(), { signIn }));
  await write('environment.json', environment);
}

function findHall({ cityHalls }: Outputs, name: string | undefined) {
  const hall = cityHalls.find((each) => each.name === (name ?? each.name));
  if (hall !== undefined) return hall;
  const names = cityHalls.map((each) => each.name).join(', ');
  throw new UserError(`--hall ${name}: expected one of ${names}`);
}

async function write(name: string, content: unknown): Promise<void> {
  const path = `${flags.out}/${name}`;
  await writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  console.log(path);
}

await runProgram(main);
