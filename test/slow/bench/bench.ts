import { availableParallelism, cpus } from 'node:os';
import { fail, parseFlags, UserError } from '../../../tools/program.ts';
import { readCount } from '../load/count.ts';
import { buildHandler, type HandlerName, handlers } from './assets.ts';
import { compare } from './committed.ts';
import { findUnit, measureProcess } from './measure.ts';
import { createMeasures, listColdRows, listCommonRows, listRows, type Row } from './rows.ts';
import { startSurroundings } from './surroundings.ts';

const { call, check, cold, handler, interpreter, warm, write } = parseFlags({
  command: 'npm run bench',
  help: `npm run bench [-- --handler NAME] [--cold | --warm] [--call NAME] [--interpreter]
                          [--check | --write]

Compares the deployed Lambda with an earlier handler and with handlers of other libraries: a cold start with its
first call, and each call when warm. Counts instructions if valgrind is installed, otherwise CPU time, whose
spread it prints. The database and the issuer are on loopback, in another process.

--handler  one of ${Object.keys(handlers).join(', ')}, instead of all
--cold     only cold starts
--warm     only warm calls
--call     only this warm call: list, whole list, submit, decide, batch
--interpreter  warm calls without V8's compilers: more instructions, and the same ones each time
--check    only ours, with --interpreter: fails if a count is more than 5 % over test/slow/bench/committed.json
--write    only ours, with --interpreter: writes that file

Environment: BENCH_ROUNDS is the number of repetitions, 1 for instructions and 9 for CPU time.`,
  options: {
    handler: { type: 'string' },
    cold: { type: 'boolean', default: false },
    warm: { type: 'boolean', default: false },
    call: { type: 'string' },
    interpreter: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const unit = await findUnit();
const isInterpreted = interpreter || check || write;
const rounds = readCount('BENCH_ROUNDS', unit === 'instructions' ? 1 : 9);
await using surroundings = await startSurroundings();
const { env, tokens } = surroundings;
/** Another process changes CPU time, and not the number of instructions. */
const parallel = unit === 'instructions' ? availableParallelism() : 1;
const names = readNames();
const bundles = new Map<HandlerName, string>();
for (const name of names) bundles.set(name, await buildHandler(name));
console.log(`${unit}, ${rounds} of each; Node ${process.version}, ${cpus()[0]?.model}`);

const measures = createMeasures({ bundles, tokens, unit, env, interpreter: isInterpreted });
const coldRows = names.flatMap(listColdRows);
const warmRows = names.flatMap(check || write ? listCommonRows : listRows);
const counts = {
  ...(warm ? {} : await measure('cold', coldRows, measures.cold)),
  ...(cold ? {} : await measure('warm', warmRows.filter(isMeasured), measures.warm)),
};
if (check || write) await compare(counts, { unit, write }).catch(fail);

function isMeasured(row: Row): boolean {
  return call === undefined || row.call === call;
}

/** In turns, so that other load on the machine affects all rows equally. */
async function measure(
  title: string,
  rows: Row[],
  measureRow: (row: Row) => Promise<number>,
): Promise<Record<string, number>> {
  const taken = new Map<Row, number[]>(rows.map((row) => [row, []]));
  for (let round = 0; round < rounds; round += 1) {
    const queue = rows.values();
    const measureQueue = async () => {
      for (const row of queue) taken.get(row)?.push(await measureRow(row));
    };
    await Promise.all(Array.from({ length: parallel }, measureQueue));
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
