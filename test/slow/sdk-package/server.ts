import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** A port that sign-in can be told of before a server listens on it. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('Expected a port');
  return address.port;
}

/** A server as a process, until it is disposed of. It is ready when `url` answers. */
export async function startServer(
  command: string,
  args: string[],
  { dir, url, env }: { dir: string; url: string; env: Record<string, string> },
): Promise<AsyncDisposable> {
  const child = spawn(command, args, { cwd: dir, env: { ...process.env, ...env } });
  const exited = once(child, 'exit');
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
  }
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`It ended before it was ready: ${printed}`);
    await setTimeout(100);
  }
  return {
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}

function isReady(url: string): Promise<boolean> {
  return fetch(url, { redirect: 'manual' }).then(
    () => true,
    () => false,
  );
}
