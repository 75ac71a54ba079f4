import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import dynalite from 'dynalite';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createBanner } from '../../local/banner.ts';
import { listen } from '../../local/listen.ts';
import { parseOptions } from '../../local/options.ts';
import { marketPageSchema } from '../../server/domain/market.ts';
import { createCall } from '../api-client.ts';
import { signInDemoApplicant } from '../demo-applicant.ts';
import { noCredentials, startWith } from './options.ts';
import { runStart, startIn } from './run-start.ts';

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

/* The program itself, as a process. */
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
    // An idle connection, which fetch keeps open, does not hold it up: that one lasts 60 s.
    expect(performance.now() - stopped).toBeLessThan(50_000);
    expect(second.printed()).toContain(`\nStopped. The data stays in ${dataDir}.\n`);
  });

  it('reaches its own parts if Node sends requests through a proxy, and explains a 401', async () => {
    // A port where nothing listens: each request through this proxy would fail.
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const run = await startIn(dataDir);
    const list = createCall(run.outputs, 'rest');
    const token = await signInDemoApplicant(run.outputs);
    expect((await list('b2c.markets.list', { userId: 'me' }, token)).status).toBe(200);
    expect((await list('b2c.markets.list', { userId: 'me' }, 'x.y.z')).status).toBe(401);
    const explanation = /^401 GET \/v1\/b2c\/.+: the token is not a JWT$/m;
    await expect.poll(run.printed).toMatch(explanation);
    run.child.kill('SIGINT');
    await run.exited;
  });

  it('reports in one line that a data folder is in use, and ends with 1', async () => {
    await using _first = await startWith({}, '--data-dir', dataDir);
    const run = runStart('--data-dir', dataDir, '--port', '0', '--issuer-port', '0');
    expect(await run.exited).toBe(1);
    expect(run.printed()).toMatch(/^The data folder .* is in use by another local stack.*\n$/);
  });

  it('--help explains every option', async () => {
    const run = runStart('--help');
    expect(await run.exited).toBe(0);
    for (const option of [
      'port',
      'web-port',
      'no-web',
      'data-dir',
      'topology',
      'cities',
      'callback-url',
      'faults',
      'fault-every',
      'fresh',
    ]) {
      expect(run.printed()).toContain(`--${option}`);
    }
  });
});

/* Its options and the stack that they start, in this process. */
describe('the stack that npm start starts', () => {
  const start = (...args: string[]) => startWith({}, '--data-dir', dataDir, ...args);

  it('keeps its folder and its secrets private', async () => {
    await using _stack = await start();
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    for (const file of ['outputs.json', 'clients.json']) {
      expect((await stat(`${dataDir}/${file}`)).mode & 0o777).toBe(0o600);
    }
  });

  it('with --fresh deletes only its own files', async () => {
    const first = await start();
    const token = await signInDemoApplicant(first.outputs);
    await createCall(first.outputs, 'rest')('b2c.markets.submit', market, token);
    expect(await first.stored()).toHaveLength(1);
    await first[Symbol.asyncDispose]();
    await writeFile(`${dataDir}/notes.txt`, 'mine');
    await writeFile(`${dataDir}/.gitignore`, '!notes.txt\n');

    await using second = await start('--fresh');
    // The ids of the clients do not depend on the data, so that a team can commit them. Secrets do.
    expect(second.outputs.b2cClientId).toBe(first.outputs.b2cClientId);
    expect(second.outputs.cityHalls).not.toEqual(first.outputs.cityHalls);
    const own = await createCall(second.outputs, 'rest')(
      'b2c.markets.list',
      { userId: 'me' },
      await signInDemoApplicant(second.outputs),
    );
    expect(marketPageSchema.parse(own.body).items).toEqual([]);
    expect(await readFile(`${dataDir}/notes.txt`, 'utf8')).toBe('mine');
    expect(await readFile(`${dataDir}/.gitignore`, 'utf8')).toBe('!notes.txt\n');
  });

  it('reads city halls from a file', async () => {
    const file = `${dataDir}.halls.json`;
    onTestFinished(() => rm(file));
    await writeFile(file, '[{"name":"athens","cities":[{"name":"Αθήνα","key":"athina"}]}]');
    await using stack = await start('--cities', file);
    expect(stack.outputs.cityHalls).toMatchObject([
      {
        name: 'athens',
        cities: ['Αθήνα'],
        scopes: ['B2BIdentifier/ApproveChristmasMarkets', 'City/athina'],
      },
    ]);
  });

  it('allows sign-in to return to the given callback URLs, and their pages to call the API', async () => {
    const urls = ['http://localhost:4200/auth/callback', 'https://markets.example/'];
    await using stack = await start(...urls.flatMap((url) => ['--callback-url', url]));
    const { apiUrl, callbackUrls, logoutUrls } = stack.outputs;
    expect(callbackUrls).toEqual([...urls, expect.stringMatching(/\/docs\//)]);
    expect(logoutUrls).toEqual(['http://localhost:4200/', 'https://markets.example/']);
    expect(await signInDemoApplicant(stack.outputs)).not.toBe('');
    const allowed = async (origin: string) => {
      const response = await fetch(`${apiUrl}/v1/cities`, { headers: { origin } });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await allowed('http://localhost:4200')).toBe('http://localhost:4200');
    expect(await allowed('http://localhost:3000')).toBeNull();
    expect(createBanner(stack, { milliseconds: 0 })).toContain(urls.join('\n                 '));
  });

  it('has the app on port 3000, on another one, or not at all', () => {
    const portOf = (env: NodeJS.ProcessEnv, ...args: string[]) => parseOptions(env, args).ports.web;
    expect(portOf({})).toBe(3000);
    expect(portOf({ WEB_PORT: '3100' })).toBe(3100);
    expect(portOf({ WEB_PORT: '3100' }, '--web-port', '0')).toBe(0);
    expect(portOf({}, '--no-web', '--web-port', '3100')).toBeUndefined();
  });

  it('is announced with the app first, if it serves it', async () => {
    await using stack = await start();
    expect(stack.outputs.webUrl).toBeUndefined();
    expect(createBanner(stack, { milliseconds: 0 })).not.toContain('the app');
    const webUrl = 'http://localhost:3000';
    const banner = createBanner(
      { ...stack, outputs: { ...stack.outputs, webUrl } },
      { milliseconds: 0 },
    );
    expect(banner).toMatch(/\n\n {2}the app {8}http:\/\/localhost:3000\n {2}try the API /);
  });

  it('is announced with its faults, if it injects any', async () => {
    await using stack = await start();
    const banner = (...args: string[]) =>
      createBanner(stack, { milliseconds: 0, faults: parseOptions({}, args).faults });
    expect(banner()).not.toContain('faults are on');
    expect(banner('--faults')).toMatch(/faults are on {2}in a request with the header x-fault$/m);
    expect(banner('--fault-every', '9')).toMatch(/faults are on .*, and in one of 9 requests$/m);
  });

  it('is announced with calls to paste, also where the data folder has a space in its name', async () => {
    const folder = `${dataDir}/my data`;
    await using stack = await startWith({}, '--data-dir', folder);
    expect(createBanner(stack, { milliseconds: 0 }).match(/token -- .*outputs.json'?/g)).toEqual([
      `token -- --browser --outputs '${folder}/outputs.json'`,
      `token -- --outputs '${folder}/outputs.json'`,
    ]);
  });

  it('uses another DynamoDB on this machine without credentials: it asked for some', async () => {
    const { url, close } = await listen(dynalite({ createTableMs: 0 }), 0);
    onTestFinished(close);
    for (const [name, value] of Object.entries(noCredentials)) vi.stubEnv(name, value);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    await using stack = await startWith({ DYNAMODB_ENDPOINT: url }, '--data-dir', dataDir);
    const token = await signInDemoApplicant(stack.outputs);
    const submitted = await createCall(stack.outputs, 'rest')('b2c.markets.submit', market, token);
    expect(submitted.status).toBe(201);
  });
});
