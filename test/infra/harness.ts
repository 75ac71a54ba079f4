import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { Graph } from './graph.ts';
import { type LogLine, startMonitor } from './monitor.ts';
import { type RunOptions, readProgram } from './program.ts';
import type { RunRequest } from './program-host.ts';

type Run = Graph & {
  log: LogLine[];
  /** What a failing program says, a line each; empty when all went well. */
  errors: string[];
  exitCode: number | null;
};

const runner = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run');

/** Runs the program of `Pulumi.yaml` as the CLI does, against an engine that makes nothing. */
export async function runProgram(options: RunOptions = {}): Promise<Run> {
  const { project, stack, preview, folder, config, typescript, nodeargs } = readProgram(options);
  const monitor = await startMonitor({ project, stack, preview });
  try {
    const child = spawn(
      process.execPath,
      [
        ...nodeargs.split(' ').filter(Boolean),
        runner,
        ...['--monitor', monitor.address, '--engine', monitor.address],
        ...['--project', project, '--stack', stack, '--pwd', folder],
        ...(preview ? ['--dry-run'] : []),
        '.',
      ],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
          PULUMI_NODEJS_TYPESCRIPT: String(typescript),
          PULUMI_CONFIG: JSON.stringify(config),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
      });
    }
    const [exitCode]: (number | null)[] = await once(child, 'close');
    const logged = monitor.log.filter(({ severity }) => severity === 'error');
    const said = logged.map(({ message }) => message).join('\n') || printed;
    const failed = exitCode !== 0 || logged.length > 0;
    return {
      ...monitor.graph,
      log: monitor.log,
      errors: failed ? said.trim().split('\n') : [],
      exitCode: exitCode ?? null,
    };
  } finally {
    monitor.stop();
  }
}

let host: ChildProcess | undefined;
/** By the current host, on standard error. */
let printed = '';
let lastRun: Promise<unknown> = Promise.resolve();

/** The graph of a program that must not fail. All runs share one process, one after another. */
export function captureGraph(options: RunOptions = {}): Promise<Graph> {
  const graph = lastRun.then(() => captureNext(options));
  lastRun = graph.catch(() => {});
  return graph;
}

async function captureNext(options: RunOptions): Promise<Graph> {
  const { project, stack, preview, folder, config } = readProgram(options);
  host ??= startHost(folder);
  const monitor = await startMonitor({ project, stack, preview });
  try {
    const request: RunRequest = {
      ...{ project, stack, preview, config },
      monitor: monitor.address,
      entry: pathToFileURL(`${folder}/index.ts`).href,
    };
    const { error } = answerSchema.parse(await ask(host, request));
    if (error !== undefined) throw new Error(`The program failed: ${error}`);
    const errors = monitor.log.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
    return monitor.graph;
  } finally {
    monitor.stop();
  }
}

const answerSchema = z.object({ error: z.string().optional() });

/** Ends with this process, which it does not keep alive. */
function startHost(cwd: string): ChildProcess {
  const entry = fileURLToPath(new URL('program-host.ts', import.meta.url));
  const child = fork(entry, { cwd, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  printed = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  if (child.stderr instanceof Socket) child.stderr.unref();
  child.unref();
  child.channel?.unref();
  return child;
}

async function ask(child: ChildProcess, request: RunRequest): Promise<unknown> {
  const asked = new AbortController();
  const { signal } = asked;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    host = undefined;
    throw new Error(`The process of the program ended with ${code}: ${printed}`);
  });
  const answered = once(child, 'message', { signal }).then(([answer]) => answer);
  child.send(request);
  try {
    return await Promise.race([answered, ended]);
  } finally {
    asked.abort();
    await Promise.allSettled([answered, ended]);
  }
}
