import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import * as z from 'zod';
import type { Value } from '../../infra/graph.ts';
import { serveAwsDouble } from './aws-double/serve.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** `PULUMI_CLI`, or the one that .ci/run builds, or the one on the PATH. */
const built = join(root, 'build/pulumi-cli/pulumi');
const cli = process.env.PULUMI_CLI ?? (existsSync(built) ? built : 'pulumi');

function assertCli(): void {
  try {
    execFileSync(cli, ['version'], { stdio: 'ignore' });
  } catch {
    throw new Error(
      `${cli} does not start. Install Pulumi's CLI, set PULUMI_CLI, or build it: see .ci/run`,
    );
  }
}

/** What the program consists of. A copy, because `pulumi stack init` writes to Pulumi.<stack>.yaml. */
const copied = ['infra', 'server', 'tools', 'docs', 'package.json', 'openapi.json', 'LICENSE'];

/** AWS's CLI, as far as `npm run deploy` calls it. */
const awsCli = `#!/bin/sh
case "$*" in
*describe-alarms*--alarm-names*-errors*-5xx*) cat "$HOME/alarms.json" 2>/dev/null || echo '[]' ;;
*) exit 1 ;;
esac
`;

type Finished = { exitCode: number | null; output: string };

/** A project folder, the real CLI with a state of its own, and an AWS account that is a double. */
export async function createProject() {
  assertCli();
  const home = await mkdtemp(`${tmpdir()}/christmas-markets-pulumi-`);
  const folder = join(home, 'project');
  const aws = await serveAwsDouble();
  await Promise.all(
    [...copied, 'Pulumi.yaml', 'Pulumi.dev.yaml', 'Pulumi.prod.yaml'].map((name) =>
      cp(join(root, name), join(folder, name), { recursive: true }),
    ),
  );
  await mkdir(join(home, 'bin'));
  await writeFile(join(home, 'bin/aws'), awsCli, { mode: 0o755 });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const env = {
    PATH: [
      join(home, 'bin'),
      ...(cli === 'pulumi' ? [] : [dirname(cli)]),
      join(root, 'node_modules/.bin'),
      process.env.PATH,
      // Last: a CLI from a package comes with Pulumi's own language host.
      fileURLToPath(new URL('bin', import.meta.url)),
    ].join(':'),
    HOME: home,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
    PULUMI_HOME: join(home, 'pulumi'),
    PULUMI_BACKEND_URL: `file://${home}`,
    PULUMI_CONFIG_PASSPHRASE: 'test',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_SKIP_CONFIRMATIONS: 'true',
    PULUMI_DEBUG_PROVIDERS: `aws:${aws.port}`,
    EDITOR: 'true',
    NO_COLOR: '1',
  };

  /** Runs lines of a shell, as a guide has them. Throws with the whole output if they fail. */
  async function run(script: string, { fails = false } = {}): Promise<string> {
    const { exitCode, output } = await execute(script);
    if ((exitCode !== 0) !== fails) {
      throw new Error(`${script}\nended with ${exitCode}:\n${output}`);
    }
    return output;
  }

  async function execute(script: string): Promise<Finished> {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const [exitCode]: (number | null)[] = await once(child, 'close');
    return { exitCode: exitCode ?? null, output };
  }

  return {
    folder,
    account: aws.account,
    run,
    /** What AWS's CLI reports as raised. */
    raiseAlarms: (names: readonly string[]) =>
      writeFile(join(home, 'alarms.json'), JSON.stringify(names)),
    /** Changes keys of a stack's configuration in its file, as an engineer does. `undefined` removes a key. */
    async configure(stack: string, values: Record<string, Value | undefined>): Promise<void> {
      const file = join(folder, `Pulumi.${stack}.yaml`);
      const settings = settingsSchema.parse(parse(await readFile(file, 'utf8')));
      for (const [key, value] of Object.entries(values)) {
        if (value === undefined) delete settings.config[`christmas-markets:${key}`];
        else settings.config[`christmas-markets:${key}`] = value;
      }
      await writeFile(file, stringify(settings));
    },
    async [Symbol.asyncDispose]() {
      aws[Symbol.dispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const settingsSchema = z.looseObject({ config: z.record(z.string(), z.json()) });
