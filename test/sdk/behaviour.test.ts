import { beforeAll, describe, expect, it } from 'vitest';
import {
  type B2bClient,
  type B2cClient,
  type Change,
  type ClientOptions,
  createB2bClient,
  createB2cClient,
  createPublicClient,
  isApiError,
  type Market,
  type MarketSubmission,
} from '../../sdk/src/index.ts';
import { createFakeApi } from '../../sdk/src/testing.ts';
import { useStack } from '../use-stack.ts';
import { createSubmission } from './markets.ts';

// The behaviour of the clients, against the API and against the fake of the entry `testing`.

const stack = useStack({ marketsPerApplicant: 5, store: { clock: Date.now, horizonMs: 0 } });
const fake = createFakeApi({
  marketsPerApplicant: 5,
  cities: [
    { key: 'cluj-napoca', name: 'Cluj-Napoca' },
    { key: 'iasi', name: 'Iași' },
    { key: 'suceava', name: 'Suceava' },
    { key: 'botosani', name: 'Botoșani' },
  ],
});

type Api = {
  options: () => Omit<ClientOptions, 'token'>;
  applicant: (name: string) => Promise<string>;
  cityHall: (name: string, cities: string[]) => Promise<string>;
};
const apis: [string, Api][] = [
  [
    'the API',
    {
      options: () => ({ url: stack.outputs.apiUrl }),
      applicant: async (name) => (await stack.applicant(name)).token,
      cityHall: (name) => stack.cityHall(name),
    },
  ],
  [
    'the fake',
    {
      options: () => ({ url: fake.url, fetch: fake.fetch }),
      applicant: async () => fake.applicant(),
      cityHall: async (name, cities) => fake.cityHall(name, cities),
    },
  ],
];

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe.each(apis)('with %s', (_title, api) => {
  let hall: B2bClient;
  let otherHall: B2bClient;
  beforeAll(async () => {
    const options = api.options();
    const cluj = await api.cityHall('cluj', ['Cluj-Napoca']);
    hall = createB2bClient({ ...options, token: cluj });
    const north = await api.cityHall('north', ['Suceava', 'Botoșani']);
    otherHall = createB2bClient({ ...options, token: north });
  });

  async function createApplicant(name: string): Promise<B2cClient> {
    return createB2cClient({ ...api.options(), token: await api.applicant(name) });
  }

  it('a market is submitted, read, edited, decided and withdrawn', async () => {
    const applicant = await createApplicant('journey');
    const form: MarketSubmission = {
      ...createSubmission('Old\tTown'),
      city: 'CLUJ-napoca',
      address: 'Piața Unirii 1',
      opensOn: '2026-11-27',
    };
    const market = await applicant.markets.submit(form);
    expect(market).toEqual({
      ...form,
      marketName: 'Old Town',
      city: 'Cluj-Napoca',
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      marketId: expect.stringMatching(uuid),
      revision: expect.stringMatching(uuid),
      status: 'pending',
      marketApproved: false,
      submittedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      firstSubmittedAt: market.submittedAt,
      decisions: [],
    });
    expect(await applicant.markets.get(market)).toEqual(market);
    expect(await hall.markets.get(market)).toEqual(market);

    const edited = await applicant.markets.edit(market, {
      marketAveragePrice: 9.5,
      address: null,
      closesOn: '2026-12-24',
    });
    const { address: _, ...unchanged } = market;
    expect(edited).toEqual({
      ...unchanged,
      marketAveragePrice: 9.5,
      closesOn: '2026-12-24',
      revision: expect.stringMatching(uuid),
      submittedAt: edited.submittedAt,
    });
    expect(edited.revision > market.revision).toBe(true);

    const rejected = await hall.markets.reject(edited, 'No fire lane');
    expect(rejected).toEqual({
      ...edited,
      status: 'rejected',
      decisions: [
        {
          approved: false,
          reason: 'No fire lane',
          decidedBy: 'cluj',
          decidedAt: expect.stringMatching(/^\d{4}-.*Z$/),
          revision: edited.revision,
        },
      ],
    });
    expect(await hall.markets.reject(edited, 'No fire lane')).toEqual(rejected);
    const approved = await hall.markets.approve(rejected);
    expect(approved).toMatchObject({ status: 'approved', marketApproved: true });
    expect(approved.decisions).toHaveLength(2);
    await applicant.markets.withdraw(approved);
    await applicant.markets.withdraw(approved);
    expect(await applicant.markets.list()).toEqual({ items: [] });
  });

  it('refusals have the same code, status and issues', async () => {
    const applicant = await createApplicant('refusals');
    const market = await applicant.markets.submit(createSubmission('One'));
    const { marketId, userId } = market;
    const stale = { ...market, revision: '019a0000-0000-7000-8000-000000000000' };
    const other = await createApplicant('other');
    const refusals = [
      [
        () =>
          applicant.markets.submit({
            ...createSubmission(),
            marketName: '',
            city: 'x'.repeat(101),
          }),
        ['INVALID_INPUT', 400, 'marketName blank', 'city too_long'],
      ],
      [
        () => applicant.markets.submit({ ...createSubmission(), marketAveragePrice: 9.999 }),
        ['INVALID_INPUT', 400, 'marketAveragePrice too_many_decimals'],
      ],
      [
        () => applicant.markets.submit({ ...createSubmission(), marketId: 'seven' }),
        ['INVALID_INPUT', 400, 'marketId invalid_format'],
      ],
      [
        () => applicant.markets.submit({ ...createSubmission(), city: 'Atlantis' }),
        ['UNKNOWN_CITY', 400, 'city unknown_city'],
      ],
      [
        () => applicant.markets.submit({ ...createSubmission('Two'), marketId }),
        ['MARKET_EXISTS', 409],
      ],
      [() => applicant.markets.edit(market, {}), ['INVALID_INPUT', 400, ' nothing_to_edit']],
      [() => applicant.markets.edit(stale, { marketName: 'Two' }), ['STALE_REVISION', 409]],
      [() => other.markets.get({ marketId }), ['MARKET_NOT_FOUND', 404]],
      [() => other.markets.get(market), ['FORBIDDEN', 403]],
      [() => applicant.markets.list({ limit: 101 }), ['INVALID_INPUT', 400, 'limit too_large']],
      [
        () => applicant.markets.list({ cursor: 'e30' }),
        ['INVALID_INPUT', 400, 'cursor invalid_cursor'],
      ],
      [() => hall.markets.approve(stale), ['STALE_REVISION', 409]],
      [
        () => hall.markets.decide({ ...pick(market), approved: false, reason: '' }),
        ['INVALID_INPUT', 400, 'reason blank'],
      ],
      [() => hall.markets.list({ city: 'Suceava' }), ['FORBIDDEN', 403]],
      [() => hall.markets.list({ city: 'Atlantis' }), ['UNKNOWN_CITY', 400, 'city unknown_city']],
      [() => otherHall.markets.get(market), ['MARKET_NOT_FOUND', 404]],
      [() => otherHall.markets.approve(market), ['MARKET_NOT_FOUND', 404]],
      [
        () => hall.markets.decideMany({ city: 'Cluj-Napoca', decisions: [] }),
        ['INVALID_INPUT', 400, 'decisions too_few'],
      ],
      [
        () =>
          hall.markets.decideMany({
            city: 'Cluj-Napoca',
            decisions: [
              { ...pick(market), approved: true },
              { ...pick(market), approved: true },
            ],
          }),
        ['INVALID_INPUT', 400, 'decisions.1.marketId repeated'],
      ],
    ] as const;
    for (const [call, expected] of refusals)
      expect(await describeRefusal(call())).toEqual(expected);
    expect(await applicant.markets.get({ userId, marketId })).toEqual(market);
  });

  it('a decision that would overrule another one is refused', async () => {
    const applicant = await createApplicant('decisions');
    const market = await applicant.markets.submit(createSubmission('Decided'));
    await hall.markets.reject(market, 'Too loud');
    expect(await describeRefusal(hall.markets.approve(market))).toEqual(['ALREADY_DECIDED', 409]);
    const again = { ...pick(market), approved: false, reason: 'Too late' } as const;
    expect(await describeRefusal(hall.markets.decide(again))).toEqual(['ALREADY_DECIDED', 409]);
    const corrected = await hall.markets.decide({ ...again, decisionsSeen: 1, reference: 'A-1' });
    expect(corrected.decisions.map(({ reason, reference }) => [reason, reference])).toEqual([
      ['Too loud', undefined],
      ['Too late', 'A-1'],
    ]);
    const overruled = await hall.markets.decide({ ...pick(market), approved: true });
    expect(overruled).toMatchObject({ status: 'approved', decisions: [{}, {}, {}] });
  });

  it('an applicant has so many markets at most, and erases them', async () => {
    const applicant = await createApplicant('limit');
    const first = createSubmission('First');
    const marketId = crypto.randomUUID();
    const submitted = await applicant.markets.submit({ ...first, marketId });
    for (const name of ['B', 'C', 'D', 'E']) await applicant.markets.submit(createSubmission(name));
    expect(await describeRefusal(applicant.markets.submit(createSubmission('F')))).toEqual([
      'MARKET_LIMIT_REACHED',
      409,
    ]);
    expect(await applicant.markets.submit({ ...first, marketId })).toEqual(submitted);
    const { markets, userId } = await applicant.users.export({ limit: 100 });
    expect(markets).toHaveLength(5);
    expect(userId).toBe(submitted.userId);
    expect(await applicant.users.erase()).toEqual({ erased: 5, remaining: false });
    expect(await applicant.users.export()).toEqual({ markets: [], userId });
  });

  it('lists are read page by page, in the same order', async () => {
    const applicant = await createApplicant('pages');
    const names = ['A', 'B', 'C', 'D', 'E'];
    const inSuceava = (name: string) => ({ ...createSubmission(name), city: 'Suceava' });
    for (const name of names) await applicant.markets.submit(inSuceava(name));
    expect(await namesOf(applicant.markets.listAll({ limit: 2 }))).toEqual(names.toReversed());
    const city = { city: 'suceava', limit: 2 };
    expect(await namesOf(otherHall.markets.listAll(city))).toEqual(names);
    const { items, nextCursor } = await otherHall.markets.list({ ...city, status: 'pending' });
    expect(items).toHaveLength(2);
    expect(nextCursor).toMatch(/^[\w-]+$/);

    for await (const market of otherHall.markets.listAll({ ...city, status: 'pending' })) {
      await otherHall.markets.approve(market);
    }
    const visitors = createPublicClient(api.options());
    expect(await namesOf(visitors.markets.listAll(city))).toEqual(names);
    const [visible] = (await visitors.markets.list(city)).items;
    expect(Object.keys(visible ?? {}).sort()).toEqual([
      'city',
      'marketAveragePrice',
      'marketDescription',
      'marketId',
      'marketName',
    ]);
    expect(await describeRefusal(visitors.markets.list({ city: 'Atlantis' }))).toEqual([
      'UNKNOWN_CITY',
      400,
      'city unknown_city',
    ]);
    expect(await visitors.cities()).toContainEqual({ key: 'botosani', name: 'Botoșani' });
  });

  it('a city is followed, and many decisions have a result each', async () => {
    const applicant = await createApplicant('followed');
    const inBotosani = (name: string) => ({ ...createSubmission(name), city: 'Botoșani' });
    const city = 'botosani';
    const start = otherHall.markets.changes({ city, cursor: 'now' });
    expect(await Array.fromAsync(start)).toEqual([]);
    const one = await applicant.markets.submit(inBotosani('One'));
    const two = await applicant.markets.submit(inBotosani('Two'));
    const gone = await applicant.markets.submit(inBotosani('Gone'));
    await applicant.markets.withdraw(gone);
    const results = await otherHall.markets.decideMany({
      city,
      decisions: [
        { ...pick(one), approved: true, decisionsSeen: 0 },
        { ...pick(gone), approved: true, decisionsSeen: 0 },
      ],
    });
    expect(results).toMatchObject([
      { marketId: one.marketId, market: { status: 'approved' } },
      { marketId: gone.marketId, error: { code: 'MARKET_NOT_FOUND', status: 404 } },
    ]);
    // The API shows a change from the next millisecond on.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const cursor = start.nextCursor;
    const changes = otherHall.markets.changes({ city, cursor, limit: 2 });
    const items: Change[] = [];
    const cursors: string[] = [];
    for await (const change of changes) {
      items.push(change);
      cursors.push(changes.nextCursor);
    }
    // It moves when a page was read to its end.
    expect(cursors.slice(0, 2)).toEqual([cursor, cursor]);
    expect(new Set([...cursors, changes.nextCursor]).size).toBe(3);
    expect(await Array.fromAsync(changes)).toEqual([]);

    const leftEarly = otherHall.markets.changes({ city, cursor, limit: 2 });
    for await (const { marketId } of leftEarly) if (marketId === gone.marketId) break;
    expect(leftEarly.nextCursor).toBe(cursor);
    expect(await Array.fromAsync(leftEarly)).toEqual(items);
    expect(items.map(({ type, marketId }) => [type, marketId])).toEqual([
      ['submitted', two.marketId],
      ['withdrawn', gone.marketId],
      ['decided', one.marketId],
    ]);
    expect(items.map((change) => change.market?.status)).toEqual([
      'pending',
      undefined,
      'approved',
    ]);
    const stop = new AbortController();
    const seen: string[] = [];
    const readUntilAborted = async () => {
      const aborted = otherHall.markets.changes({ city, cursor }, { signal: stop.signal });
      for await (const { marketId } of aborted) {
        seen.push(marketId);
        stop.abort('seen enough');
      }
    };
    await expect(readUntilAborted()).rejects.toBe('seen enough');
    expect(seen).toEqual([two.marketId]);

    const foreign = hall.markets.changes({ city, cursor });
    expect(await describeRefusal(Array.fromAsync(foreign))).toEqual(['FORBIDDEN', 403]);
    const invalid = otherHall.markets.changes({ city: 'suceava', cursor });
    expect(await describeRefusal(Array.fromAsync(invalid))).toEqual([
      'INVALID_INPUT',
      400,
      'cursor invalid_cursor',
    ]);
  });

  it('an unknown token is no sign-in', async () => {
    const client = createB2cClient({ ...api.options(), token: 'unknown' });
    await expect(client.markets.list()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
  });
});

it('the fake fails on purpose, and holds what is stored', async () => {
  const api = createFakeApi();
  const options = { url: api.url, fetch: api.fetch, retries: 0 };
  const client = createB2cClient({ ...options, token: api.applicant() });
  api.failNext('network', 503);
  await expect(client.markets.list()).rejects.toMatchObject({ code: 'NETWORK' });
  await expect(client.markets.list()).rejects.toMatchObject({ status: 503 });
  const market = await client.markets.submit(createSubmission());
  expect(api.stored()).toEqual([market]);
});

function pick({ userId, marketId, revision }: Market) {
  return { userId, marketId, revision };
}

async function namesOf(markets: AsyncIterable<{ marketName: string }>): Promise<string[]> {
  return (await Array.fromAsync(markets)).map(({ marketName }) => marketName);
}

/** The code, the status and each issue. */
async function describeRefusal(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (!isApiError(error)) throw error;
    const issues = error.issues.map(({ path, code }) => `${path} ${code}`);
    return [error.code, error.status, ...issues];
  }
}
