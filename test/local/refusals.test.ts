import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { UserError } from '../../tools/program.ts';
import { noCredentials, startWith } from './options.ts';
import { runStart } from './run-start.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(`${tmpdir()}/christmas-markets-`);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/* start.test.ts shows that the program prints the message of a UserError as one line and ends with 1. */
describe('npm start explains in one line why it cannot start, with', () => {
  async function expectRefusal(
    args: string[],
    line: RegExp,
    env: NodeJS.ProcessEnv = {},
  ): Promise<void> {
    const error: unknown = await (async () =>
      startWith(env, '--data-dir', dataDir, ...args))().then(
      async (stack) => stack[Symbol.asyncDispose](),
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(UserError);
    expect(error).toHaveProperty('message', expect.stringMatching(line));
    expect(error).not.toHaveProperty('message', expect.stringContaining('\n'));
  }

  it('a taken port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => {
      other.close();
    });
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? `${address?.port}` : '';
    await expectRefusal(['--port', port], new RegExp(`Port ${port} is in use`));
  });

  it('a damaged database, which it does not change', async () => {
    await (await startWith({}, '--data-dir', dataDir))[Symbol.asyncDispose]();
    await writeFile(`${dataDir}/dynamodb/CURRENT`, 'rubbish');
    await expectRefusal([], /dynamodb is damaged .*--fresh/);
    expect(await readFile(`${dataDir}/dynamodb/CURRENT`, 'utf8')).toBe('rubbish');
  });

  it('damaged app clients, which it does not change', async () => {
    await (await startWith({}, '--data-dir', dataDir))[Symbol.asyncDispose]();
    await writeFile(`${dataDir}/clients.json`, '{"applicants":');
    await expectRefusal([], /clients\.json is damaged.*--fresh/);
    expect(await readFile(`${dataDir}/clients.json`, 'utf8')).toBe('{"applicants":');
  });

  it.each([[[]], [['--fresh']]])(
    'a folder of others, which it leaves as it is, with %j',
    async (flags) => {
      await chmod(dataDir, 0o755);
      await writeFile(`${dataDir}/.gitignore`, 'dist/\n');
      await writeFile(`${dataDir}/outputs.json`, 'of a deployment');
      await mkdir(`${dataDir}/issuer`);
      await writeFile(`${dataDir}/issuer/app.ts`, 'source');
      await expectRefusal(flags, /holds files.*--data-dir/);
      expect((await readdir(dataDir)).sort()).toEqual(['.gitignore', 'issuer', 'outputs.json']);
      expect(await readFile(`${dataDir}/.gitignore`, 'utf8')).toBe('dist/\n');
      expect(await readFile(`${dataDir}/issuer/app.ts`, 'utf8')).toBe('source');
      expect((await stat(dataDir)).mode & 0o777).toBe(0o755);
    },
  );

  it('a folder that cannot be made', async () => {
    await writeFile(`${dataDir}/file`, '');
    await expectRefusal(['--data-dir', `${dataDir}/file/data`], /cannot be written.*--data-dir/);
  });

  it('a folder where there are none: it tried for ever', async () => {
    await expectRefusal(['--data-dir', '/proc/christmas-markets'], /cannot be written.*--data-dir/);
  });

  it('another DynamoDB that requires credentials', async () => {
    for (const [name, value] of Object.entries(noCredentials)) vi.stubEnv(name, value);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const env = { DYNAMODB_ENDPOINT: 'http://dynamodb.invalid' };
    await expectRefusal([], /no credentials.*AWS_ACCESS_KEY_ID/, env);
  });

  it('a port in the environment that is none, by its name', async () => {
    await expectRefusal([], /^PORT=abc: expected a port/, { PORT: 'abc' });
  });

  it.each([
    [['--port', '70000'], /--port 70000: expected a port/],
    [['--port', '4321', '--issuer-port', '4321'], /^Port 4321 is given twice/],
    [['--topology', 'split', '--port', '4321', '--b2b-port', '4321'], /^Port 4321 is given twice/],
    [['--port', '4321', '--web-port', '4321'], /^Port 4321 is given twice/],
    [['--web-port', 'x'], /--web-port x: expected a port/],
    [['--topology', 'star'], /expected shared or split/],
    [['--callback-url', '/callback'], /--callback-url \/callback: write a whole URL/],
    [['--callback-url', 'http://markets.example/'], /--callback-url .*: .* write https:/],
    [['--callback-url', 'https://markets.example/#a'], /--callback-url .*: .* leave out "#…"/],
    [['--callback-url', 'com.example.app:/callback'], /--callback-url .*: expected .* https:/],
    [['--cities', 'no-such-file.json'], /--cities no-such-file\.json/],
  ])('%j', async (args, line) => {
    await expectRefusal(args, line);
  });

  it('two cities of one key', async () => {
    const file = `${dataDir}/halls.json`;
    await writeFile(file, '[{"name":"a","cities":["Iași"]},{"name":"b","cities":["Iasi"]}]');
    await expectRefusal(['--cities', file], /"Iași" and "Iasi" both answer to the key "iasi"/);
  });

  it('an option that it does not have', async () => {
    const run = runStart('--prot', '1');
    expect(await run.exited).toBe(1);
    expect(run.printed()).toBe("Unknown option '--prot'. See npm start -- --help\n");
  });
});
