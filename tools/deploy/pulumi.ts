import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import { deploymentSchema } from '../../infra/config/deployment.ts';
import type { Config } from '../../infra/config/schema.ts';
import { UserError } from '../program.ts';

/** Pulumi's CLI for one stack. */
export class Stack {
  readonly #args: readonly string[];

  /** Without a name: the stack that `pulumi stack select` chose. */
  constructor(name: string | undefined) {
    this.#args = name === undefined ? [] : ['--stack', name];
  }

  /** Runs `pulumi up` in this terminal, and returns its exit code. */
  async up(args: readonly string[]): Promise<number> {
    const { exitCode } = await start(['up', ...this.#args, ...args], 'inherit');
    return exitCode;
  }

  /** Moves the calls as `liveVersion` says: one call of AWS's API, nothing else of the stack changes. */
  async moveCalls(): Promise<void> {
    const exitCode = await this.up(['--target', '**function-live', '--skip-preview', '--yes']);
    if (exitCode !== 0) {
      throw new UserError('The calls were not moved: run the same command again');
    }
  }

  async readVersions(): Promise<Versions> {
    const outputs = JSON.parse(await this.#read(['stack', 'output', '--json']));
    return versionsSchema.parse(outputs);
  }

  /** `undefined` if it is invalid: the program reports all faults of a configuration. */
  async readDeployment() {
    const values = configSchema.parse(JSON.parse(await this.#read(['config', '--json'])));
    const written = values['christmas-markets:deployment']?.value ?? '{}';
    const region = values['aws:region']?.value ?? '';
    const { data } = deploymentSchema.safeParse(JSON.parse(written));
    return data && { ...data, region };
  }

  /** In `Pulumi.<stack>.yaml`; without a version, the newest one gets the calls. */
  async setLiveVersion(live: Config['liveVersion']): Promise<void> {
    await this.#read(['config', 'rm', liveVersionKey]);
    if (live === undefined) return;
    for (const [key, value] of Object.entries(live)) {
      await this.#read(['config', 'set', '--path', `${liveVersionKey}.${key}`, `${value}`]);
    }
  }

  async #read(args: readonly string[]): Promise<string> {
    const { exitCode, printed } = await start([...args, ...this.#args], 'pipe');
    if (exitCode === 0) return printed;
    throw new UserError(`pulumi ${args.join(' ')} ended with ${exitCode}: see above`);
  }
}

const liveVersionKey = 'christmas-markets:liveVersion';

const version = z.coerce.number().int();
const versionsSchema = z.object({
  /** Both are missing before the first deploy. */
  liveVersion: version.optional(),
  newestVersion: version.optional(),
  rollbackAlarms: z.array(z.string()).default([]),
});
export type Versions = z.output<typeof versionsSchema>;

const configSchema = z.record(z.string(), z.object({ value: z.string().default('') }));

async function start(args: readonly string[], stdout: 'inherit' | 'pipe') {
  const child = spawn('pulumi', args, { stdio: ['inherit', stdout, 'inherit'] });
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const ended = once(child, 'close').catch((error: unknown) => {
    throw new UserError(`pulumi does not start: ${error instanceof Error ? error.message : error}`);
  });
  const [exitCode]: (number | null)[] = await ended;
  return { exitCode: exitCode ?? 1, printed };
}
