import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { Agent, get as httpGet } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createIssuer } from '../../../local/issuer/issuer.ts';
import { createBrowser } from '../../../local/sign-in/browser.ts';
import { authorizeUrl, exchangeCode, getCode, refresh } from './requests.ts';
import { ada, app, createFolder, pool, redirectUri, startIssuer } from './start-issuer.ts';

const files = ['refresh-tokens', 'signing-keys', 'users'].flatMap((name) => [
  `local_cities.${name}.json`,
  `local_people.${name}.json`,
]);

describe('a restart', () => {
  it('keeps keys, accounts, pending confirmations and refresh tokens in files that only the owner can read', async () => {
    await using folder = await createFolder();
    const first = await startIssuer(folder.path);
    const { sub } = await first.issuer.signUpConfirmed('local_people', ada);
    const { answer } = await exchangeCode(first, await getCode(first));
    const browser = createBrowser(redirectUri);
    const signUpUrl = authorizeUrl(first).replace('oauth2/authorize', 'signup');
    const person = { username: 'new@example.com', password: 'Snow-And-Stars-1' };
    await browser.submit(await browser.open(signUpUrl), person);
    const keysBefore = await (await fetch(first.endpoints.jwks)).json();
    await first.close();

    expect((await readdir(folder.path)).sort()).toEqual(files.sort());
    for (const file of files) {
      const path = join(folder.path, file);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const text = await readFile(path, 'utf8');
      for (const secret of [ada.password, answer.refresh_token ?? '', first.lastCode()]) {
        expect(text).not.toContain(`"${secret}"`);
      }
    }

    await using second = await startIssuer(folder.path);
    expect(await (await fetch(second.endpoints.jwks)).json()).toEqual(keysBefore);
    expect(await second.issuer.signUpConfirmed('local_people', ada)).toEqual({ sub });
    expect((await refresh(second, answer.refresh_token, app.clientId)).status).toBe(200);
    const confirmUrl = authorizeUrl(second).replace('oauth2/authorize', 'confirm');
    const code = { username: person.username, code: first.lastCode() };
    await browser.submit(await browser.open(confirmUrl), code);
    const page = await browser.open(authorizeUrl(second));
    expect((await browser.submit(page, person)).callback).toBeDefined();
  });

  it('sets the given password for the demo applicant', async () => {
    await using folder = await createFolder();
    await using started = await startIssuer(folder.path);
    const { issuer } = started;
    const first = await issuer.signUpConfirmed('local_people', ada);
    await issuer.signUpConfirmed('local_people', { ...ada, password: 'Another-Password-1' });
    await expect(getCode(started)).rejects.toThrow(/^400/);
    expect(await issuer.signUpConfirmed('local_people', ada)).toEqual(first);
    expect(await getCode(started)).not.toBe('no code');
    const many = Array.from({ length: 4 }, () =>
      issuer.signUpConfirmed('local_people', { ...ada, email: 'parallel@example.com' }),
    );
    expect(new Set((await Promise.all(many)).map(({ sub }) => sub)).size).toBe(1);
    await expect(
      issuer.signUpConfirmed('local_people', { ...ada, password: 'weak' }),
    ).rejects.toThrow(/password of ada@example.com needs/);
    await expect(issuer.signUpConfirmed('nowhere', ada)).rejects.toThrow(/no user pool "nowhere"/);
  });

  it('after kill -9 finds whole files with everything that was acknowledged', async () => {
    await using folder = await createFolder();
    const script = `
      const { createIssuer } = await import(${JSON.stringify(new URL('../../../local/issuer/issuer.ts', import.meta.url).href)});
      const pools = [{ poolId: 'local_people', clients: [] }];
      const issuer = await createIssuer({ pools, dataDir: ${JSON.stringify(folder.path)}, announce() {}, passwordCost: 2 ** 10 });
      for (let index = 0; ; index += 1) {
        const email = 'person' + index + '@example.com';
        console.log((await issuer.signUpConfirmed('local_people', { email, password: 'Mulled-Wine-24' })).sub);
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split('\n').length > 8) child.kill('SIGKILL');
    });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');

    await using started = await startIssuer(folder.path);
    for (const [index, sub] of output.trim().split('\n').entries()) {
      const email = `person${index}@example.com`;
      expect(await started.issuer.signUpConfirmed('local_people', { ...ada, email })).toEqual({
        sub,
      });
    }
  });
});

describe('a damaged file', () => {
  it.each([
    ['users', '{"users":[{"sub":"1', 'it is not JSON'],
    ['users', '', 'it is not JSON'],
    ['users', '{"users":[{"sub":"1"}]}', 'users.0.sub: '],
    ['refresh-tokens', '[]', 'its content: '],
    ['signing-keys', '{"idToken":"x","accessToken":"y"}', 'idToken: not an RSA private key'],
  ])('%s holding %s is named, explained and left alone', async (name, content, what) => {
    await using folder = await createFolder();
    const path = join(folder.path, `local_people.${name}.json`);
    await writeFile(path, content);
    const problem = await startIssuer(folder.path).catch((error: unknown) => error);
    if (!(problem instanceof Error)) throw new Error('it started');
    expect(problem.message).toContain(`${path} is damaged (${what}`);
    expect(problem.message).toContain('Move it away, or start with --fresh to delete it.');
    expect(problem.message).not.toContain('\n');
    expect(await readFile(path, 'utf8')).toBe(content);
  });
});

describe('the server', () => {
  it('reports that its port is in use', async () => {
    await using folder = await createFolder();
    await using started = await startIssuer(folder.path);
    const port = Number(new URL(started.origin).port);
    await expect(started.issuer.listen(port)).rejects.toThrow(/^Port \d+ is in use/);
  });

  it('listens on 127.0.0.1 only', async () => {
    await using folder = await createFolder();
    await using started = await startIssuer(folder.path);
    const port = Number(new URL(started.origin).port);
    const other = createServer().listen(port, '127.0.0.2');
    await once(other, 'listening');
    other.close();
  });

  it('closes within a second, open connections or not', async () => {
    await using folder = await createFolder();
    const started = await startIssuer(folder.path);
    const agent = new Agent({ keepAlive: true });
    const [response] = await once(httpGet(started.endpoints.jwks, { agent }), 'response');
    response.resume();
    await once(response, 'end');
    const idle = httpGet(started.endpoints.token, { headers: { 'content-length': 10 } });
    idle.on('error', () => undefined);
    idle.write('x');
    const start = performance.now();
    await started.close();
    expect(performance.now() - start).toBeLessThan(30_000);
    agent.destroy();
  });

  it('hides internal errors from the client, and reports them to the developer', async () => {
    await using folder = await createFolder();
    await using started = await startIssuer(folder.path);
    await started.issuer.signUpConfirmed('local_people', ada);
    const code = await getCode(started);
    await rm(folder.path, { recursive: true });
    const failed = await exchangeCode(started, code);
    expect(failed).toMatchObject({ status: 500, answer: { error: 'server_error' } });
    expect(started.announced.at(-1)).toMatch(/^The issuer failed at POST .*ENOENT/);

    const browser = createBrowser(redirectUri);
    const page = await browser.open(authorizeUrl(started).replace('oauth2/authorize', 'signup'));
    const person = { username: 'new@example.com', password: ada.password };
    await expect(browser.submit(page, person)).rejects.toThrow(/^500: An internal error occurred/);
  });

  it('refuses a pool id that is no path segment', async () => {
    await using folder = await createFolder();
    const pools = [{ ...pool, poolId: '../elsewhere' }];
    await expect(
      createIssuer({ pools, dataDir: folder.path, announce: () => undefined }),
    ).rejects.toThrow('The pool id "../elsewhere" may hold only letters, digits, _ and -.');
  });
});
