import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { folder, type HandlerName } from './assets.ts';
import { type Call, createEvent, type Tokens, type Transport } from './events.ts';
import { type Mode, measureProcess, type Unit } from './measure.ts';

/** One line of the tables: a call of a handler. */
export type Row = { name: HandlerName; call: Call; transport: Transport };

export function listColdRows(name: HandlerName): Row[] {
  return listTransports(name).map((transport) => ({ name, call: 'list', transport }));
}

/** The calls that every handler has. */
export function listCommonRows(name: HandlerName): Row[] {
  return listTransports(name).flatMap((transport) =>
    (['list', 'submit', 'decide'] as const).map((call) => ({ name, call, transport })),
  );
}

export function listRows(name: HandlerName): Row[] {
  if (name !== 'ours') return listCommonRows(name);
  return [
    ...listCommonRows(name),
    { name, call: 'whole list', transport: 'rest' },
    { name, call: 'batch', transport: 'trpc' },
  ];
}

function listTransports(name: HandlerName): Transport[] {
  if (name === 'ours') return ['rest', 'trpc'];
  return name === 'trpc' ? ['trpc peer'] : ['rest'];
}

type Options = {
  bundles: Map<HandlerName, string>;
  tokens: Tokens;
  unit: Unit;
  env: Record<string, string>;
  interpreter: boolean;
};

type Calls = { call: Call; transport: Transport; times: number };

/** The measurements of a row: the whole life of a process with one call, and one call among many. */
export function createMeasures({ bundles, tokens, interpreter, ...options }: Options) {
  const firstRuns = new Map<HandlerName, Promise<number>>();

  return {
    cold: (row: Row) => run(row.name, [{ ...row, times: 1 }]),
    warm: (row: Row) => (interpreter ? measureInterpreted(row) : measureCompiled(row)),
  };

  /** V8 has compiled most of the code after the short run. */
  async function measureCompiled(row: Row): Promise<number> {
    const [few, many] = [180, 480];
    const short = await run(row.name, [{ ...row, times: few }], 'predictable');
    const long = await run(row.name, [{ ...row, times: many }], 'predictable');
    return (long - short) / (many - few);
  }

  /** The short run is the same for all calls of a handler: it is measured once. */
  async function measureInterpreted(row: Row): Promise<number> {
    const times = 24;
    const first = listCommonRows(row.name).map((each) => ({ ...each, times: 2 }));
    const short = firstRuns.get(row.name) ?? run(row.name, first, 'interpreter');
    firstRuns.set(row.name, short);
    const long = await run(row.name, [...first, { ...row, times }], 'interpreter');
    return (long - (await short)) / times;
  }

  async function run(
    name: HandlerName,
    calls: readonly Calls[],
    mode: Mode = 'default',
  ): Promise<number> {
    const file = fileURLToPath(new URL(`${randomUUID()}.json`, folder));
    const events = calls.map(({ call, transport, times }) => ({
      event: createEvent(call, transport, tokens),
      times,
    }));
    await writeFile(file, JSON.stringify(events));
    const measured = { bundle: bundles.get(name) ?? '', callsFile: file };
    return measureProcess(measured, { ...options, mode });
  }
}
