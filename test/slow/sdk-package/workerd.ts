import { cp, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import type { ServerCommand } from './backend-server.ts';
import type { PackedProject } from './packed-project.ts';

/** The worker in one module, as Wrangler bundles it, and the command that serves it. */
export async function bundleWorker(project: PackedProject): Promise<ServerCommand> {
  const dir = `${project.dir}/worker`;
  await cp(project.example('backend'), dir, { recursive: true });
  await build({
    entryPoints: [`${dir}/worker.ts`],
    outfile: `${dir}/worker.js`,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['workerd', 'worker'],
  });
  await writeFile(`${dir}/worker.capnp`, configuration);
  // The binary of this machine.
  const { output } = await project.run('node', ['-p', "require('workerd').default"]);
  return {
    dir,
    command: output.trim(),
    toArgs: (port) => ['serve', 'worker.capnp', '--socket-addr', `http=127.0.0.1:${port}`],
  };
}

/** Unlike the default, the worker may call loopback, where the local stack is. */
const configuration = `
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .backend),
    (name = "internet", network = (allow = ["public", "local"])),
  ],
  sockets = [(name = "http", http = (), service = "main")],
);

const backend :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
  bindings = [
    (name = "STACK_OUTPUTS", fromEnvironment = "STACK_OUTPUTS"),
    (name = "REDIRECT_URI", fromEnvironment = "REDIRECT_URI"),
    (name = "COOKIE_SECRET", fromEnvironment = "COOKIE_SECRET"),
  ],
);
`;
