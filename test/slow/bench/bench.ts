import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { fail, parseFlags, UserError } from '../../../tools/program.ts';
import { readCount } from '../load/count.ts';
import { buildHandler, folder, type HandlerName, handlers } from './assets.ts';
import { compare } from './committed.ts';
import { type Call, createEvent, type Transport } from './events.ts';
import { findUnit, measureProcess } from './measure.ts';
import { startSurroundings } from './surroundings.ts';

const { call, check, cold, handler, warm, write } = parseFlags({
  command: 'npm run bench',
  help: `npm run bench [-- --handler NAME] [--cold | --warm] [--call NAME] [--check | --write]

Compares the deployed Lambda with an earlier handler and with handlers of other libraries: a cold start with its
first call, and each call when warm. Counts instructions if valgrind is installed, otherwise CPU time, whose
spread it prints. The database and the issuer are on loopback, in another process.

--handler  one of ${Object.keys(handlers).join(', ')}, instead of all
--cold     only cold starts
--warm     only warm calls
--call     only this warm call: list, whole list, submit, decide, batch
--check    only ours: fails if a count is more than 5 % over test/slow/bench/committed.json
--write    only ours: writes that file

Environment: BENCH_ROUNDS is the number of repetitions, 1 for instructions and 9 for CPU time.`,
  options: {
    handler: { type: 'string' },
    cold: { type: 'boolean', default: false },
    warm: { type: 'boolean', default: false },
    call: { type: 'string' },
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

type Row = { name: HandlerName; call: Call; transport: Transport };

const unit = await findUnit();
const rounds = readCount('BENCH_ROUNDS', unit === 'instructions' ? 1 : 9);
await using surroundings = await startSurroundings();
const { env, tokens } = surroundings;
const names = readNames();
const bundles = new Map<HandlerName, string>();
for (const name of names) bundles.set(name, await buildHandler(name));
console.log(`${unit}, ${rounds} of each; Node ${process.version}, ${cpus()[0]?.model}`);

const coldRows: Row[] = names.flatMap((name) =>
  listTransports(name).map((transport) => ({ name, call: 'list' as const, transport })),
);
const warmRows: Row[] = names.flatMap((name) =>
  listTransports(name).flatMap((transport) =>
    listCalls(name, transport)
      .filter((each) => call === undefined || each === call)
      .map((each) => ({ name, call: each, transport })),
  ),
);
const counts = {
  ...(warm ? {} : await measure('cold', coldRows, measureCold)),
  ...(cold ? {} : await measure('warm', warmRows, measureWarm)),
};
if (check || write) await compare(counts, { unit, write }).catch(fail);

/** In turns, so that other load on the machine affects all rows equally. */
async function measure(
  title: string,
  rows: Row[],
  measureRow: (row: Row) => Promise<number>,
): Promise<Record<string, number>> {
  const taken = new Map<Row, number[]>(rows.map((row) => [row, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const row of rows) taken.get(row)?.push(await measureRow(row));
  }
  const medians = new Map([...taken].map(([row, values]) => [row, median(values)]));
  if (title === 'cold')
    console.log(`cold | Node itself | ${toMillions(await measureProcess({}, { unit, env }))}`);
  for (const [row, value] of medians) {
    const original = rows.find(({ name, call }) => name === 'original' && call === row.call);
    const base = original && medians.get(original);
    const ratio = base === undefined ? '' : (value / base).toFixed(2);
    console.log(
      `${title} | ${describe(row)} | ${toMillions(value)} | ${ratio} | ${spread(taken.get(row) ?? [])}`,
    );
  }
  return Object.fromEntries(
    [...medians].map(([row, value]) => [`${title}: ${describe(row)}`, value]),
  );
}

async function measureCold(row: Row): Promise<number> {
  const eventsFile = await writeEvent(row);
  return measureProcess({ ...toBundle(row), eventsFile }, { unit, env });
}

/** Of one call, after the optimising compiler has seen it: the difference of a long run and a short one. */
async function measureWarm(row: Row): Promise<number> {
  const eventsFile = await writeEvent(row);
  const [few, many] = [60, 180];
  const run = (calls: number) =>
    measureProcess({ ...toBundle(row), eventsFile, calls }, { unit, env });
  return ((await run(many)) - (await run(few))) / (many - few);
}

async function writeEvent({ call, transport }: Row): Promise<string> {
  const file = new URL(`${transport}-${call}.json`.replaceAll(' ', '-'), folder);
  await writeFile(file, JSON.stringify([createEvent(call, transport, tokens)]));
  return fileURLToPath(file);
}

function toBundle({ name }: Row): { bundle: string } {
  return { bundle: bundles.get(name) ?? '' };
}

function listTransports(name: HandlerName): Transport[] {
  if (name === 'ours') return ['rest', 'trpc'];
  return name === 'trpc' ? ['trpc peer'] : ['rest'];
}

function listCalls(name: HandlerName, transport: Transport): Call[] {
  if (name !== 'ours') return ['list', 'submit', 'decide'];
  return transport === 'rest'
    ? ['list', 'whole list', 'submit', 'decide']
    : ['list', 'batch', 'submit', 'decide'];
}

function readNames(): HandlerName[] {
  if (check || write) return ['ours'];
  const all = Object.keys(handlers).filter((name): name is HandlerName => name in handlers);
  if (handler === undefined) return all;
  const name = all.find((each) => each === handler);
  if (name === undefined) {
    return fail(new UserError(`--handler ${handler}: expected one of ${all.join(', ')}`));
  }
  return [name];
}

function describe({ name, call, transport }: Row): string {
  return `${handlers[name].title}, ${transport === 'rest' ? 'REST' : 'tRPC'}, ${call}`;
}

function toMillions(count: number): string {
  return `${(count / 1e6).toFixed(count > 1e8 ? 0 : 3)} M`;
}

function spread(values: number[]): string {
  if (values.length < 2) return '';
  return `${(Math.min(...values) / 1e6).toFixed(3)} to ${(Math.max(...values) / 1e6).toFixed(3)}`;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
