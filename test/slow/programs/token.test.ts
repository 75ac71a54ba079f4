import { execFile } from 'node:child_process';
import { copyFile, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { listen } from '../../../local/listen.ts';
import { createBrowser } from '../../../local/sign-in/browser.ts';
import { createCall } from '../../api-client.ts';
import { startTestStack } from '../../fixture.ts';
import { sendHead } from '../../unit/gateway/fixture.ts';

const entry = fileURLToPath(new URL('../../../local/sign-in/token.ts', import.meta.url));

it('token --browser waits at the callback URL that is on this machine, wherever it stands', async () => {
  const { port, close } = await listen(createServer(), 0);
  await close();
  const own = `http://localhost:${port}/callback`;
  await using stack = await startTestStack({ callbackUrls: ['https://app.example/callback', own] });
  const run = runToken('--browser', '--outputs', stack.outputsFile);
  const instructions = await new Promise<string>((resolve) => run.stderr.once('data', resolve));

  // What another page may send there leaves the sign-in alone.
  expect((await fetch(`${own}?error=access_denied&state=guessed`)).status).toBe(404);
  expect((await sendHead(port, 'GET //[')).status).toBe(404);

  const browser = createBrowser(own);
  const page = await browser.open(/http\S+/.exec(`${instructions}`)?.[0] ?? '');
  const { email: username = '', password = '' } = stack.outputs.demoApplicant ?? {};
  const { callback } = await browser.submit(page, { username, password });
  await fetch(callback ?? '');
  const token = (await run.ended).trim();
  const { status } = await createCall(stack.outputs, 'rest')('b2c.users.export', {}, token);
  expect(status).toBe(200);
});

it('token --browser says that it needs a callback URL on this machine', async () => {
  await using stack = await startTestStack({ callbackUrls: ['https://app.example/callback'] });
  const { ended } = runToken('--browser', '--outputs', stack.outputsFile);
  await expect(ended).rejects.toThrow(
    /\n--browser needs a callback URL on http:\/\/localhost, .+ Found: https:\/\/app\.example\/callback, .+\n$/,
  );
});

it.each([
  ['a wrong password', ['--password', 'wrong'], /^400: Incorrect email address or password\.\n$/],
  [
    'an unknown option',
    ['--bogus'],
    /^Unknown option '--bogus'\. See npm run -s token -- --help\n$/,
  ],
])('%s is told in one line', async (_title, args, line) => {
  await using stack = await startTestStack();
  const run = runToken(...args, '--outputs', stack.outputsFile);
  await expect(run.ended).rejects.toThrow();
  expect(run.told()).toMatch(line);
});

it('a stack that has stopped is told in one line, and a port that is taken', async () => {
  const { port, close } = await listen(createServer(), 0);
  const callbackUrls = [`http://localhost:${port}/callback`];
  const stack = await startTestStack({ callbackUrls });
  const waiting = runToken('--browser', '--outputs', stack.outputsFile);
  await expect(waiting.ended).rejects.toThrow();
  expect(waiting.told()).toMatch(/^Port \d+ is in use .+\n$/);
  await close();

  const file = `${await mkdtemp(`${tmpdir()}/christmas-markets-`)}/outputs.json`;
  await copyFile(stack.outputsFile, file);
  await stack[Symbol.asyncDispose]();
  const late = runToken('--outputs', file);
  await expect(late.ended).rejects.toThrow();
  expect(late.told()).toMatch(/^Cannot connect to .+outputs\.json\. Is npm start running\?\n$/);
});

function runToken(...args: string[]) {
  const { promise: ended, resolve, reject } = Promise.withResolvers<string>();
  const child = execFile(
    process.execPath,
    [entry, ...args],
    { timeout: 20_000 },
    (error, stdout) => (error ? reject(error) : resolve(stdout)),
  );
  if (child.stderr === null) throw new Error('Expected a pipe');
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  return { stderr: child.stderr, ended, told: () => told };
}
