import { randomBytes } from 'node:crypto';
import type { Outputs } from '../../../server/deployment/outputs.ts';
import { openPage, origin, passWholeFlow } from '../../sdk/backend-page.ts';
import { findFreePort, startServer } from './server.ts';

/** A command for a port, in a folder. */
export type ServerCommand = {
  dir: string;
  command: string;
  toArgs: (port: string) => string[];
  env?: Record<string, string>;
};

/** The server has a port of its own, as behind a proxy: the browser sees `origin`. */
export async function serveWholeFlow(
  { dir, command, toArgs, env }: ServerCommand,
  outputs: Outputs,
): Promise<void> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const secret = randomBytes(32).toString('base64url');
  await using _ = await startServer(command, toArgs(`${port}`), {
    dir,
    url,
    env: {
      ...env,
      STACK_OUTPUTS: JSON.stringify(outputs),
      REDIRECT_URI: `${origin}/callback`,
      COOKIE_SECRET: secret,
    },
  });
  const send = (request: Request) =>
    fetch(new Request(request.url.replace(origin, url), request), { redirect: 'manual' });
  await passWholeFlow(openPage(send, outputs, secret), outputs);
}
