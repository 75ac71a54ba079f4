import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';

import { useStack } from '../../use-stack.ts';
import { build, type Command, clients, execute, install, installPython, need } from './commands.ts';
import { generate, installClassPath } from './openapi-generator.ts';

/*
 * Clients that others generate from openapi.json. Each submits a market, lists it, is refused with 409, decides
 * and reads the changes, with the API of applicants and that of city halls apart.
 */

const stack = useStack({ topology: 'split', store: { horizonMs: 0 } });
let env: Record<string, string>;
beforeAll(async () => {
  await mkdir(build, { recursive: true });
  const { apiUrl, b2bApiUrl } = stack.outputs;
  env = {
    API_URL: apiUrl,
    B2B_API_URL: b2bApiUrl,
    APPLICANT_TOKEN: (await stack.applicant('generated')).token,
    CITY_HALL_TOKEN: await stack.cityHall('cluj'),
    CITY: 'cluj-napoca',
  };
});

async function expectJourney(command: Omit<Command, 'env'>): Promise<void> {
  const before = (await stack.stored()).length;
  const lines = (await execute({ ...command, env })).trimEnd().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({
    submitted: 'pending',
    listed: true,
    refused: { status: 409, code: 'STALE_REVISION' },
    decided: 'approved',
    change: 'decided',
  });
  expect(await stack.stored()).toHaveLength(before + 1);
}

const binaries = `${clients}/node_modules/.bin`;
const esbuild = fileURLToPath(new URL('../../../node_modules/.bin/esbuild', import.meta.url));

it.each([
  ['hey-api', 'openapi-ts', ['-f', 'typescript/hey-api.config.mjs']],
  ['orval', 'orval', ['--config', 'typescript/orval.config.mjs']],
  ['kubb', 'kubb', ['generate', '--config', 'typescript/kubb.config.mjs']],
])('a client of %s compiles and works', async (name, generator, args) => {
  await execute({ command: `${binaries}/${generator}`, args, cwd: clients });
  const project = `${clients}/generated/${name}.tsconfig.json`;
  const files = [`../typescript/${name}.ts`];
  await writeFile(
    project,
    JSON.stringify({ extends: '../typescript/tsconfig.json', files, include: [] }),
  );
  await execute({ command: `${binaries}/tsc`, args: ['-p', project] });
  const bundle = `${build}/${name}.mjs`;
  const options = ['--bundle', '--platform=node', '--format=esm', `--outfile=${bundle}`];
  await execute({ command: esbuild, args: [`${clients}/typescript/${name}.ts`, ...options] });
  await expectJourney({ command: process.execPath, args: [bundle] });
});

it('a client of openapi-generator for Python works', async (context) => {
  const python = await installPython(context);
  const folder = await generate(context, 'python', []);
  await copyFile(`${clients}/python/journey.py`, `${folder}/journey.py`);
  await expectJourney({ command: python, args: [`${folder}/journey.py`] });
});

it('a client of openapi-generator for Go compiles and works', async (context) => {
  need(context, ['go']);
  const module = [
    '--git-host',
    'markets.example',
    '--git-user-id',
    'clients',
    '--git-repo-id',
    'go',
  ];
  const folder = await generate(context, 'go', module);
  await mkdir(`${folder}/journey`);
  await copyFile(`${clients}/go/journey.go`, `${folder}/journey/main.go`);
  await install(context, { command: 'go', args: ['mod', 'tidy'], cwd: folder });
  const binary = `${build}/go-journey`;
  await execute({ command: 'go', args: ['build', '-o', binary, './journey'], cwd: folder });
  await expectJourney({ command: binary, args: [] });
});

it('a client of openapi-generator for Java compiles and works', async (context) => {
  need(context, ['javac']);
  const folder = await generate(context, 'java', ['--library', 'native']);
  const classPath = await installClassPath(context, folder);
  const jars = (await readFile(classPath, 'utf8')).trim();
  await copyFile(`${clients}/java/Journey.java`, `${folder}/src/main/java/Journey.java`);
  const sources = (await readdir(`${folder}/src/main/java`, { recursive: true }))
    .filter((name) => name.endsWith('.java'))
    .map((name) => `${folder}/src/main/java/${name}`);
  const classes = `${folder}/classes`;
  await execute({ command: 'javac', args: ['-nowarn', '-d', classes, '-cp', jars, ...sources] });
  await expectJourney({ command: 'java', args: ['-cp', `${classes}:${jars}`, 'Journey'] });
});
