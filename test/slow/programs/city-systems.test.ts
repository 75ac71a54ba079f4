import { stat, writeFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, createCall } from '../../api-client.ts';
import { type Fault, startFaultyProxy } from '../../sdk/faulty-proxy.ts';
import { type Market, submitMarket } from '../../security/markets.ts';
import { useStack } from '../../use-stack.ts';
import { isMissing, programs, readState, startReview } from './review-program.ts';

/* The example programs of the guide for city systems; test/api/city-systems.test.ts has its text. */

// One page of the programs, and more.
const stack = useStack({ marketsPerApplicant: 110 });
let submit: (name: string, price: number, city?: string) => Promise<Market>;
let call: (procedure: string, input: Record<string, unknown>) => Promise<Answer>;
beforeAll(async () => {
  const applicant = await stack.applicant('guide');
  const { outputs } = stack;
  call = (procedure, input) => createCall(outputs, 'rest')(procedure, input, applicant.token);
  submit = (marketName, marketAveragePrice, city = 'Cluj-Napoca') =>
    submitMarket(stack, applicant, { marketName, marketAveragePrice, city });
});

// One call erases a part.
afterEach(() =>
  expect
    .poll(async () => (await call('b2c.users.erase', {})).body, { timeout: 60_000 })
    .toMatchObject({ remaining: false }),
);

const json = { 'content-type': 'application/json' };

describe.each(programs)('%s', (command, program) => {
  const missing = isMissing(command);
  const run = (...args: string[]) => startReview(command, program, args).ended;
  /** A new state file, and outputs with other URLs. */
  async function prepare(name: string, changes: object = {}) {
    const file = `${stack.outputsFile}.${name}.${command}`;
    await writeFile(file, JSON.stringify({ ...stack.outputs, ...changes }));
    const state = `${file}.state`;
    return { file, state, review: () => run(file, 'cluj', state) };
  }
  const summary = (markets: number, pending: number) =>
    `Cluj-Napoca: ${markets} markets, ${pending} pending\n`;

  it.skipIf(missing)(`${program} reviews every page of what waits`, async () => {
    // A page holds 100 at most.
    const others: Market[] = [];
    for (let index = 0; index < 101; index += 1) others.push(await submit(`${index}`, index / 10));
    const fair = await submit(`Fair by ${command}`, 20);
    const dear = await submit(`Dear by ${command}`, 20.01);
    const { review, state } = await prepare('pages');

    const first = await review();
    expect(first.error).toBe('');
    expect(first.out.trimEnd().split('\n').toSorted()).toEqual(
      [
        ...[...others, fair].map((market) => `approved ${market.marketId} ${market.marketName}`),
        `rejected ${dear.marketId} ${dear.marketName}`,
        summary(103, 0).trimEnd(),
      ].sort(),
    );
    const stored = await stack.stored();
    const statusOf = ({ marketId }: Market) =>
      stored.find((market) => market.marketId === marketId)?.status;
    expect([statusOf(fair), statusOf(dear)]).toEqual(['approved', 'rejected']);
    expect(await review()).toEqual({ code: 0, out: summary(103, 0), error: '' });
    // Copies hold personal data.
    expect((await stat(state)).mode & 0o777).toBe(0o600);
  });

  it.skipIf(missing)(`${program} repeats what may be repeated`, async () => {
    await using proxy = await startFaultyProxy(stack.outputs.b2bApiUrl);
    const edited = await submit('Edited in between', 5);
    const fair = await submit('Fair', 5);
    const stale = { code: 'STALE_REVISION', detail: 'The market is at another revision.' };
    proxy.faults.push(
      { status: 401, headers: json, body: '{"message":"Unauthorized"}' },
      { status: 429, headers: json, body: '{"message":"Too Many Requests"}' },
      {
        status: 503,
        headers: { ...json, 'retry-after': '2' },
        body: '{"code":"SERVICE_UNAVAILABLE"}',
      },
      ...Array<Fault>(3).fill('none'),
      { status: 409, headers: json, body: JSON.stringify(stale) },
    );
    const { review } = await prepare('proxied', { b2bApiUrl: proxy.url });

    expect((await review()).out).toBe(
      `STALE_REVISION ${edited.marketId}\napproved ${fair.marketId} Fair\n${summary(2, 1)}`,
    );
    expect(proxy.seen.map((request) => request.replace(/ .*/, ''))).toEqual([
      // The cursor, the list, the changes.
      ...['GET', 'GET', 'GET', 'GET', 'GET', 'GET'],
      ...['PATCH', 'GET', 'PATCH'],
    ]);
    const [, , refused = 0, repeated = 0] = proxy.arrivals;
    expect(repeated - refused).toBeGreaterThanOrEqual(2_000);
    expect((await review()).out).toBe(
      `approved ${edited.marketId} Edited in between\n${summary(2, 0)}`,
    );
  });

  it.skipIf(missing)(`${program} does not overrule a decision that it has not seen`, async () => {
    await using api = await startFaultyProxy(stack.outputs.b2bApiUrl);
    const read = await submit('Fair', 5);
    const { marketId, userId, revision } = read;
    const decision = { marketId, userId, revision, approved: false, reason: 'No power there.' };
    const colleague = createCall(stack.outputs, 'rest');
    const token = await stack.cityHall('cluj');
    expect((await colleague('b2b.markets.decide', decision, token)).status).toBe(200);
    const list = { status: 200, headers: json, body: JSON.stringify({ items: [read] }) };
    api.faults.push('none', list);
    const { review } = await prepare('late', { b2bApiUrl: api.url });

    expect((await review()).out).toBe(
      `ALREADY_DECIDED ${marketId}\nrejected ${marketId} Fair\n${summary(1, 0)}`,
    );
    const [stored] = await stack.stored();
    expect(stored).toMatchObject({ marketId, status: 'rejected' });
    expect(stored?.decisions).toHaveLength(1);
  });

  it.skipIf(missing)(`${program} deletes its copy of a market that is gone`, async () => {
    await using api = await startFaultyProxy(stack.outputs.b2bApiUrl);
    const { marketId, ...market } = await submit('Fair', 5);
    await call('b2c.markets.withdraw', { userId: 'me', marketId });
    const items = [{ marketId, ...market }];
    api.faults.push('none', { status: 200, headers: json, body: JSON.stringify({ items }) });
    const { review, state } = await prepare('gone', { b2bApiUrl: api.url });

    expect((await review()).out).toBe(`withdrawn ${marketId}\n${summary(0, 0)}`);
    expect((await readState(state))['Cluj-Napoca']?.copies).toEqual({});
  });

  it.skipIf(missing)(`${program} outlives broken connections and proxies`, async () => {
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
    api.faults.push('drop-request', page, 'truncate-body', 'none', 'none', 'none', 'drop-answer');
    const urls = { b2bApiUrl: api.url, b2bTokenUrl: issuer.url + pathname };
    const { review } = await prepare('broken', urls);

    expect((await review()).out).toBe(`approved ${fair.marketId} Fair\n${summary(1, 0)}`);
    expect(issuer.seen).toHaveLength(3);
    expect(api.seen).toHaveLength(8);
  });

  it.skipIf(missing)(`${program} ends after the last attempt with the reason`, async () => {
    await using api = await startFaultyProxy(stack.outputs.b2bApiUrl);
    api.faults.push(...Array.from({ length: 5 }, () => ({ status: 502, body: 'Bad gateway' })));
    const { review, file } = await prepare('away', { b2bApiUrl: api.url });

    expect(await review()).toEqual({
      code: 1,
      out: '',
      error: expect.stringMatching(/^502 .*Bad gateway\n$/),
    });
    expect(api.seen).toHaveLength(5);
    expect((await run(file, 'kluj')).error).toMatch(
      /^There is no city hall kluj in .*: expected one of bucharest, cluj, iasi, north\n$/,
    );
  });

  it.skipIf(missing)(`${program} says in one line what is missing`, async () => {
    const error = async (...args: string[]) => (await run(...args)).error;
    expect((await run('--help')).out).toContain(`${program} [outputs.json] [city hall]`);
    expect(await error('nowhere.json')).toMatch(
      /^nowhere.json does not describe a deployment: .*[Nn]o such file.*\n$/,
    );
    const file = `${stack.outputsFile}.partial`;
    await writeFile(file, '{"b2bApiUrl":"http://127.0.0.1:9"}');
    expect(await error(file)).toMatch(/^.* b2bTokenUrl is missing\n$/);

    const outputs = { ...stack.outputs, b2bTokenUrl: 'http://127.0.0.1:9/oauth2/token' };
    await writeFile(file, JSON.stringify(outputs));
    expect(await error(file)).toMatch(/^No response from http:\/\/127.0.0.1:9\/.*: .*\n$/);
    const [hall] = stack.outputs.cityHalls;
    const mistyped = { ...stack.outputs, cityHalls: [{ ...hall, clientSecret: 'mistyped' }] };
    await writeFile(file, JSON.stringify(mistyped));
    expect(await error(file)).toMatch(/^40[01] invalid_client .*\n$/);
  });
});
