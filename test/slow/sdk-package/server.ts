import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

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

/** A server as a process, until it is disposed of. It has started when it prints `ready`. */
export async function startServer(
  dir: string,
  args: string[],
  { ready, env = {} }: { ready: RegExp; env?: Record<string, string> },
): Promise<AsyncDisposable> {
  const child = spawn(process.execPath, args, { cwd: dir, env: { ...process.env, ...env } });
  const exited = once(child, 'exit');
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      if (ready.test(printed)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`It ended before it was ready: ${printed}`)));
  });
  return {
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
