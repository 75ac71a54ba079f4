import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Graph, Value } from './graph.ts';
import { type LogLine, startMonitor } from './monitor.ts';

type RunOptions = {
  /** Its `Pulumi.<stack>.yaml` holds; one that has none has no config but `overrides`. */
  stack?: string;
  /** `christmas-markets:<key>` without the project; `undefined` takes the key away. */
  overrides?: Record<string, Value | undefined>;
  preview?: boolean;
  /** Another folder with a Pulumi.yaml. */
  root?: string;
};

type Run = Graph & {
  log: LogLine[];
  /** What a failing program says, a line each; empty when all went well. */
  errors: string[];
  exitCode: number | null;
};

const repository = fileURLToPath(new URL('../..', import.meta.url));
const runner = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run');

const projectSchema = z.object({
  name: z.string(),
  main: z.string().default('.'),
  runtime: z.object({
    name: z.literal('nodejs'),
    options: z.object({ typescript: z.boolean().default(true), nodeargs: z.string().default('') }),
  }),
});
const stackSchema = z.object({ config: z.record(z.string(), z.json()).default({}) });

/** Runs the program of `Pulumi.yaml` as the CLI does, against an engine that makes nothing. */
export async function runProgram(options: RunOptions = {}): Promise<Run> {
  const { stack = 'dev', preview = false, overrides = {}, root = repository } = options;
  const { name: project, main, runtime } = projectSchema.parse(readYaml(`${root}/Pulumi.yaml`));
  const folder = resolve(root, main);
  const monitor = await startMonitor({ project, stack, preview });
  try {
    const child = spawn(
      process.execPath,
      [
        ...runtime.options.nodeargs.split(' ').filter(Boolean),
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
          PULUMI_NODEJS_TYPESCRIPT: String(runtime.options.typescript),
          PULUMI_CONFIG: JSON.stringify(readConfig(root, project, stack, overrides)),
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

/** The graph of a program that must not fail. */
export async function captureGraph(options: RunOptions = {}): Promise<Run> {
  const run = await runProgram(options);
  if (run.errors.length > 0) throw new Error(`The program failed: ${run.errors.join('\n')}`);
  return run;
}

/** Whatever is not text reaches the program as JSON. */
function readConfig(
  root: string,
  project: string,
  name: string,
  overrides: Record<string, Value | undefined>,
): Record<string, string> {
  const file = `${root}/Pulumi.${name}.yaml`;
  const { config } = stackSchema.parse(existsSync(file) ? readYaml(file) : {});
  const own = Object.entries(overrides).map(([key, value]) => [
    key.includes(':') ? key : `${project}:${key}`,
    value,
  ]);
  return Object.fromEntries(
    Object.entries({ ...config, ...Object.fromEntries(own) })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function readYaml(file: string): unknown {
  return parse(readFileSync(file, 'utf8'));
}
