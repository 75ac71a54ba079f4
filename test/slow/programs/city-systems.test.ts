import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, createCall } from '../../api-client.ts';
import { startFaultyProxy } from '../../sdk/faulty-proxy.ts';
import { type Market, submitMarket } from '../../security/markets.ts';
import { useStack } from '../../use-stack.ts';

/* The example programs of the guide for city systems; city-systems.test.ts has its text. */

const run = promisify(execFile);
const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));

const stack = useStack();
let submit: (name: string, price: number, city?: string) => Promise<Market>;
let call: (procedure: string, input: Record<string, unknown>) => Promise<Answer>;
beforeAll(async () => {
  const applicant = await stack.applicant('guide');
  const { outputs } = stack;
  call = (procedure, input) => createCall(outputs, 'rest')(procedure, input, applicant.token);
  submit = (marketName, marketAveragePrice, city = 'Cluj-Napoca') =>
    submitMarket(stack, applicant, { marketName, marketAveragePrice, city });
});

describe.each([
  ['python3', 'review.py'],
  ['node', 'review.mjs'],
])('%s', (command, program) => {
  it.skipIf(isMissing(command))(`${program} reviews every page of what waits`, async () => {
    // A page holds 25 unless one asks for more.
    const others = await Promise.all(
      Array.from({ length: 26 }, (_, index) => submit(`Market ${index}`, index / 2)),
    );
    const fair = await submit(`Fair by ${command}`, 20);
    const dear = await submit(`Dear by ${command}`, 20.01);
    const review = () => run(command, [`${docs}examples/${program}`, stack.outputsFile, 'cluj']);

    const lines = (await review()).stdout.trimEnd().split('\n');
    expect(lines.toSorted()).toEqual(
      [
        ...[...others, fair].map((market) => `approved ${market.marketId} ${market.marketName}`),
        `rejected ${dear.marketId} ${dear.marketName}`,
      ].sort(),
    );
    expect(await stack.stored()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ marketId: fair.marketId, status: 'approved' }),
        expect.objectContaining({
          marketId: dear.marketId,
          status: 'rejected',
          decisions: [
            expect.objectContaining({ reason: 'The average price must be 20 EUR at most.' }),
          ],
        }),
      ]),
    );
    expect((await review()).stdout).toBe('No pending markets in Cluj-Napoca.\n');
    await call('b2c.users.erase', {});
    await call('b2c.users.erase', {});
  });

  it.skipIf(isMissing(command))(`${program} repeats what may be repeated`, async () => {
    await using proxy = await startFaultyProxy(stack.outputs.b2bApiUrl);
    const edited = await submit('Edited in between', 5);
    const fair = await submit('Fair', 5);
    const stale = { code: 'STALE_REVISION', detail: 'The market is at another revision.' };
    const json = { 'content-type': 'application/json' };
    proxy.faults.push(
      { status: 401, headers: json, body: '{"message":"Unauthorized"}' },
      { status: 429, headers: json, body: '{"message":"Too Many Requests"}' },
      {
        status: 503,
        headers: { ...json, 'retry-after': '0' },
        body: '{"code":"SERVICE_UNAVAILABLE"}',
      },
      'none',
      { status: 409, headers: json, body: JSON.stringify(stale) },
    );
    const file = `${stack.outputsFile}.proxied`;
    await writeFile(file, JSON.stringify({ ...stack.outputs, b2bApiUrl: proxy.url }));

    const { stdout } = await run(command, [`${docs}examples/${program}`, file, 'cluj']);
    expect(stdout).toBe(`STALE_REVISION ${edited.marketId}\napproved ${fair.marketId} Fair\n`);
    expect(proxy.seen.map((request) => request.replace(/ .*/, ''))).toEqual([
      ...['GET', 'GET', 'GET', 'GET'],
      ...['PATCH', 'PATCH'],
    ]);
    await call('b2c.users.erase', {});
  });

  it.skipIf(isMissing(command))(
    `${program} does not overrule a decision that it has not seen`,
    async () => {
      await using api = await startFaultyProxy(stack.outputs.b2bApiUrl);
      const read = await submit('Fair', 5);
      const { marketId, userId, revision } = read;
      const decision = { marketId, userId, revision, approved: false, reason: 'No power there.' };
      const { outputs } = stack;
      const colleague = await stack.cityHall('cluj');
      expect(
        (await createCall(outputs, 'rest')('b2b.markets.decide', decision, colleague)).status,
      ).toBe(200);
      api.faults.push({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ items: [read] }),
      });
      const file = `${stack.outputsFile}.late`;
      await writeFile(file, JSON.stringify({ ...outputs, b2bApiUrl: api.url }));

      const { stdout } = await run(command, [`${docs}examples/${program}`, file, 'cluj']);
      expect(stdout).toBe(`ALREADY_DECIDED ${marketId}\n`);
      expect(await stack.stored()).toMatchObject([{ marketId, status: 'rejected' }]);
      await call('b2c.users.erase', {});
    },
  );

  it.skipIf(isMissing(command))(`${program} outlives broken connections and proxies`, async () => {
    await using api = await startFaultyProxy(stack.outputs.b2bApiUrl);
    const { origin, pathname } = new URL(stack.outputs.b2bTokenUrl);
    await using issuer = await startFaultyProxy(origin);
    const fair = await submit('Fair', 5);
    const page = {
      status: 502,
      headers: { 'content-type': 'text/html' },
      body: '<html>502</html>',
    };
    issuer.faults.push({ status: 429 }, 'drop-request');
    api.faults.push('drop-request', page, 'truncate-body', 'none', 'drop-answer');
    const urls = { b2bApiUrl: api.url, b2bTokenUrl: issuer.url + pathname };
    const file = `${stack.outputsFile}.broken`;
    await writeFile(file, JSON.stringify({ ...stack.outputs, ...urls }));

    const { stdout } = await run(command, [`${docs}examples/${program}`, file, 'cluj']);
    expect(stdout).toBe(`approved ${fair.marketId} Fair\n`);
    expect(issuer.seen).toHaveLength(3);
    expect(api.seen).toHaveLength(6);
    await call('b2c.users.erase', {});
  });

  it.skipIf(isMissing(command))(
    `${program} ends after the last attempt with the reason`,
    async () => {
      await using api = await startFaultyProxy(stack.outputs.b2bApiUrl);
      api.faults.push(...Array.from({ length: 5 }, () => ({ status: 502, body: 'Bad gateway' })));
      const file = `${stack.outputsFile}.away`;
      await writeFile(file, JSON.stringify({ ...stack.outputs, b2bApiUrl: api.url }));

      const review = run(command, [`${docs}examples/${program}`, file, 'cluj']);
      await expect(review).rejects.toThrow(/^Command failed: .*\n502 .*Bad gateway\n$/);
      expect(api.seen).toHaveLength(5);

      const mistyped = run(command, [`${docs}examples/${program}`, file, 'kluj']);
      await expect(mistyped).rejects.toThrow(
        /^Command failed: .*\nThere is no city hall kluj.*: expected one of bucharest, cluj, iasi, north\n$/,
      );
    },
  );

  it.skipIf(isMissing(command))(`${program} says in one line what is missing`, async () => {
    const review = (...args: string[]) => run(command, [`${docs}examples/${program}`, ...args]);
    const line = (text: string) => new RegExp(`^Command failed: .*\n${text}\n$`);
    expect((await review('--help')).stdout).toContain(`${program} [outputs.json] [city hall]`);
    await expect(review('nowhere.json')).rejects.toThrow(
      line('nowhere.json does not describe a deployment: .*[Nn]o such file.*'),
    );
    const file = `${stack.outputsFile}.partial`;
    await writeFile(file, '{"b2bApiUrl":"http://127.0.0.1:9"}');
    await expect(review(file)).rejects.toThrow(line('.* b2bTokenUrl is missing'));

    const outputs = { ...stack.outputs, b2bTokenUrl: 'http://127.0.0.1:9/oauth2/token' };
    await writeFile(file, JSON.stringify(outputs));
    await expect(review(file)).rejects.toThrow(line('No response from http://127.0.0.1:9/.*: .*'));
    const [hall] = stack.outputs.cityHalls;
    const mistyped = { ...stack.outputs, cityHalls: [{ ...hall, clientSecret: 'mistyped' }] };
    await writeFile(file, JSON.stringify(mistyped));
    await expect(review(file)).rejects.toThrow(line('40[01] invalid_client .*'));
  });
});

/** Said out loud: what is left out would otherwise look like what has passed. */
function isMissing(command: string): boolean {
  const missing = spawnSync(command, ['--version']).error !== undefined;
  if (missing)
    process.stderr.write(`\nThis machine has no ${command}: its example was left out.\n`);
  return missing;
}
