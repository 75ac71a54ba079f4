import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import dynalite from 'dynalite';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../../local/listen.ts';
import { marketPageSchema } from '../../server/domain/schemas.ts';
import { createCall } from '../api-client.ts';
import { signInDemoApplicant } from '../demo-applicant.ts';
import { runStart, runStartWith, startIn, startInWith } from './run-start.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(`${tmpdir()}/christmas-markets-`);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const market = {
  userId: 'me',
  marketName: 'Old Town Market',
  marketDescription: 'Mulled wine',
  marketAveragePrice: 5,
  city: 'iasi',
};

describe('npm start', () => {
  it('keeps users, keys, secrets and markets over a restart and a kill -9', async () => {
    const first = await startIn(dataDir);
    const token = await signInDemoApplicant(first.outputs);
    const submitted = await createCall(first.outputs, 'rest')('b2c.markets.submit', market, token);
    expect(submitted.status).toBe(201);
    first.child.kill('SIGKILL');
    await first.exited;

    const second = await startIn(dataDir, '--issuer-port', new URL(first.outputs.issuer).port);
    expect(second.outputs.cityHalls).toEqual(first.outputs.cityHalls);
    expect(second.outputs.b2cClientId).toBe(first.outputs.b2cClientId);
    const own = await createCall(second.outputs, 'trpc')(
      'b2c.markets.list',
      { userId: 'me' },
      token,
    );
    expect(own.body).toEqual({ items: [submitted.body] });

    const stopped = performance.now();
    second.child.kill('SIGINT');
    expect(await second.exited).toBe(0);
    expect(performance.now() - stopped).toBeLessThan(1_000);
    expect(second.printed()).toContain(`\nStopped. The data stays in ${dataDir}.\n`);
  });

  it('keeps its folder and its secrets private', async () => {
    const run = await startIn(dataDir);
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    for (const file of ['outputs.json', 'clients.json']) {
      expect((await stat(`${dataDir}/${file}`)).mode & 0o777).toBe(0o600);
    }
  });

  it('--fresh begins anew and leaves files of others alone', async () => {
    const first = await startIn(dataDir);
    const token = await signInDemoApplicant(first.outputs);
    await createCall(first.outputs, 'rest')('b2c.markets.submit', market, token);
    first.child.kill('SIGINT');
    await first.exited;
    await writeFile(`${dataDir}/notes.txt`, 'mine');
    await writeFile(`${dataDir}/.gitignore`, '!notes.txt\n');

    const second = await startIn(dataDir, '--fresh');
    expect(second.outputs.b2cClientId).not.toBe(first.outputs.b2cClientId);
    const own = await createCall(second.outputs, 'rest')(
      'b2c.markets.list',
      { userId: 'me' },
      await signInDemoApplicant(second.outputs),
    );
    expect(marketPageSchema.parse(own.body).items).toEqual([]);
    expect(await readFile(`${dataDir}/notes.txt`, 'utf8')).toBe('mine');
    expect(await readFile(`${dataDir}/.gitignore`, 'utf8')).toBe('!notes.txt\n');
    second.child.kill('SIGINT');
    await second.exited;
  });

  it('takes city halls from a file', async () => {
    const file = `${dataDir}.halls.json`;
    onTestFinished(() => rm(file));
    await writeFile(file, '[{"name":"athens","cities":[{"name":"Αθήνα","key":"athina"}]}]');
    const run = await startIn(dataDir, '--cities', file);
    expect(run.outputs.cityHalls).toMatchObject([
      {
        name: 'athens',
        cities: ['Αθήνα'],
        scopes: ['B2BIdentifier/ApproveChristmasMarkets', 'City/athina'],
      },
    ]);
    run.child.kill('SIGINT');
    await run.exited;
  });

  it('lets sign-in return to the callback URLs that are named, and their pages call the API', async () => {
    const urls = ['http://localhost:4200/auth/callback', 'https://markets.example/'];
    const named = urls.flatMap((url) => ['--callback-url', url]);
    const run = await startIn(dataDir, ...named);
    const { apiUrl, callbackUrls, logoutUrls } = run.outputs;
    expect(callbackUrls).toEqual([...urls, expect.stringMatching(/\/docs\//)]);
    expect(logoutUrls).toEqual(['http://localhost:4200/', 'https://markets.example/']);
    expect(await signInDemoApplicant(run.outputs)).not.toBe('');
    const allowed = async (origin: string) => {
      const response = await fetch(`${apiUrl}/v1/cities`, { headers: { origin } });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await allowed('http://localhost:4200')).toBe('http://localhost:4200');
    expect(await allowed('http://localhost:3000')).toBeNull();
    expect(run.printed()).toContain(urls.join('\n                 '));
    run.child.kill('SIGINT');
    await run.exited;
  });

  it('prints calls to paste, also where the data folder has a space in its name', async () => {
    const folder = `${dataDir}/my data`;
    const run = await startIn(folder);
    const calls = run.printed().match(/token -- .*outputs.json'?/g);
    expect(calls).toEqual([
      `token -- --browser --outputs '${folder}/outputs.json'`,
      `token -- --outputs '${folder}/outputs.json'`,
    ]);
    run.child.kill('SIGINT');
    await run.exited;
  });

  it('uses another DynamoDB on this machine without credentials: it asked for some', async () => {
    const server = dynalite({ createTableMs: 0 });
    const { url, close } = await listen(server, 0);
    onTestFinished(close);
    const run = await startInWith({ ...noCredentials, DYNAMODB_ENDPOINT: url }, dataDir);
    const token = await signInDemoApplicant(run.outputs);
    const submitted = await createCall(run.outputs, 'rest')('b2c.markets.submit', market, token);
    expect(submitted.status).toBe(201);
    run.child.kill('SIGINT');
    expect(await run.exited).toBe(0);
  });

  it('--help explains every option', async () => {
    const run = runStart('--help');
    expect(await run.exited).toBe(0);
    for (const option of ['port', 'data-dir', 'topology', 'cities', 'callback-url', 'fresh']) {
      expect(run.printed()).toContain(`--${option}`);
    }
  });
});

/** As on a machine that has never seen AWS. */
const noCredentials = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_PROFILE: undefined,
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

describe('npm start says in one line why it cannot, and ends with 1', () => {
  async function expectRefusal(
    args: string[],
    line: RegExp,
    env: NodeJS.ProcessEnv = {},
  ): Promise<void> {
    const run = runStartWith(env, '--b2b-port', '0', '--issuer-port', '0', ...args);
    expect(await run.exited).toBe(1);
    expect(run.printed().trim()).toMatch(line);
    expect(run.printed().trim()).not.toContain('\n');
  }

  it('a taken port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? `${address?.port}` : '';
    await expectRefusal(
      ['--data-dir', dataDir, '--port', port],
      new RegExp(`Port ${port} is in use`),
    );
    other.close();
  });

  it('a data folder in use', async () => {
    const first = await startIn(dataDir);
    await expectRefusal(['--data-dir', dataDir], /in use by another local stack/);
    first.child.kill('SIGINT');
    await first.exited;
  });

  it('a damaged database, which it leaves as it is', async () => {
    const first = await startIn(dataDir);
    first.child.kill('SIGINT');
    await first.exited;
    await writeFile(`${dataDir}/dynamodb/CURRENT`, 'rubbish');
    await expectRefusal(['--data-dir', dataDir], /dynamodb is damaged .*--fresh/);
    expect(await readFile(`${dataDir}/dynamodb/CURRENT`, 'utf8')).toBe('rubbish');
  });

  it('damaged app clients, which it leaves as they are', async () => {
    const first = await startIn(dataDir);
    first.child.kill('SIGINT');
    await first.exited;
    await writeFile(`${dataDir}/clients.json`, '{"applicants":');
    await expectRefusal(['--data-dir', dataDir], /clients\.json is damaged.*--fresh/);
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
      await expectRefusal(['--data-dir', dataDir, ...flags], /holds files.*--data-dir/);
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

  it('another DynamoDB that wants credentials', async () => {
    const env = { ...noCredentials, DYNAMODB_ENDPOINT: 'http://dynamodb.invalid' };
    await expectRefusal(['--data-dir', dataDir], /no credentials.*AWS_ACCESS_KEY_ID/, env);
  });

  it('a port in the environment that is none, by its name', async () => {
    await expectRefusal(['--data-dir', dataDir], /^PORT=abc: expected a port/, { PORT: 'abc' });
  });

  it.each([
    [['--port', '70000'], /--port 70000: expected a port/],
    [['--port', '4321', '--issuer-port', '4321'], /Port 4321 is given twice/],
    [['--topology', 'split', '--port', '4321', '--b2b-port', '4321'], /4321 is given twice/],
    [['--topology', 'star'], /expected shared or split/],
    [['--prot', '1'], /^Unknown option '--prot'\. See npm start -- --help$/],
    [['--callback-url', '/callback'], /--callback-url \/callback: write a whole URL/],
    [['--callback-url', 'http://markets.example/'], /--callback-url .*: .* write https:/],
    [['--callback-url', 'https://markets.example/#a'], /--callback-url .*: .* leave out "#…"/],
    [['--callback-url', 'com.example.app:/callback'], /--callback-url .*: expected .* https:/],
    [['--cities', 'no-such-file.json'], /--cities no-such-file\.json/],
  ])('%j', async (args, line) => {
    await expectRefusal(['--data-dir', dataDir, ...args], line);
  });

  it('two cities of one key', async () => {
    const file = `${dataDir}/halls.json`;
    await writeFile(file, '[{"name":"a","cities":["Iași"]},{"name":"b","cities":["Iasi"]}]');
    await expectRefusal(['--cities', file], /"Iași" and "Iasi" both answer to the key "iasi"/);
  });
});
