import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type B2cClient, createB2bClient, createB2cClient } from '../../sdk/src/index.ts';
import { cityHallsSchema } from '../../server/domain/cities.ts';
import { limits } from '../../server/domain/schemas.ts';
import { useStack } from '../use-stack.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';
import { createSubmission } from './markets.ts';

/** As many cities, with names as long, as one city hall may have: the longest token there is. */
const cities = Array.from({ length: 49 }, (_, index) => `${'x'.repeat(56)}-${index + 10}`);

const cityHalls = cityHallsSchema.parse([
  { name: 'cluj', cities: ['Cluj-Napoca'] },
  { name: 'large', cities },
]);

const stack = useStack({ cityHalls });
let proxy: FaultyProxy;
let client: B2cClient;

beforeAll(async () => {
  proxy = await startFaultyProxy(stack.outputs.apiUrl);
  const { token } = await stack.applicant('batching');
  client = createB2cClient({ url: proxy.url, token, timeout: 60_000 });
});
afterAll(() => proxy[Symbol.asyncDispose]());
afterEach(() => {
  proxy.seen.splice(0);
  proxy.authorizations.splice(0);
});

it('sends calls of the same tick in one request', async () => {
  const answers = await Promise.all([client.markets.list(), client.markets.list({ limit: 1 })]);
  expect(answers).toEqual([{ items: [] }, { items: [] }]);
  expect(proxy.seen).toEqual(['GET /trpc/b2c/markets.list,markets.list']);
});

it("batches one person's calls only, where one client serves many", async () => {
  const people = await Promise.all(['anna', 'ben'].map((name) => stack.applicant(name)));
  const caller = new AsyncLocalStorage<string>();
  const shared = createB2cClient({ url: proxy.url, token: () => caller.getStore() ?? '' });
  const submitTwice = (token: string) =>
    caller.run(token, () =>
      Promise.all([1, 2].map(() => shared.markets.submit(createSubmission()))),
    );
  const markets = await Promise.all(people.map(({ token }) => submitTwice(token)));
  expect(markets.map((own) => own.map(({ userId }) => userId))).toEqual(
    people.map(({ userId }) => [userId, userId]),
  );
  expect(proxy.seen).toEqual(Array(2).fill('POST /trpc/b2c/markets.submit,markets.submit'));
  expect(new Set(proxy.authorizations)).toEqual(
    new Set(people.map(({ token }) => `Bearer ${token}`)),
  );
});

it('divides a batch of the longest markets into requests that the server accepts', async () => {
  const longest = {
    marketName: '🎄'.repeat(limits.marketName),
    marketDescription: '🎄'.repeat(limits.marketDescription),
    marketAveragePrice: 9_999.99,
    city: 'Cluj-Napoca',
  };
  const markets = await Promise.all(
    Array.from({ length: 14 }, () => client.markets.submit(longest)),
  );
  expect(new Set(markets.map((market) => market.marketId)).size).toBe(14);
  expect(proxy.seen).toHaveLength(3);
});

it('gives each call of a batch its own result or error', async () => {
  const results = await Promise.allSettled([
    client.markets.submit(createSubmission()),
    client.markets.submit({ ...createSubmission(), city: 'Atlantis' }),
  ]);
  expect(results).toMatchObject([
    { status: 'fulfilled', value: { marketName: 'Piața Unirii' } },
    { status: 'rejected', reason: { code: 'UNKNOWN_CITY', status: 400 } },
  ]);
  expect(proxy.seen).toHaveLength(1);
});

it('repeats only those calls of a batch that are safe to repeat', async () => {
  const market = await client.markets.submit(createSubmission('To edit'));
  proxy.seen.splice(0);
  proxy.faults.push('drop-answer');
  const [edited, submitted] = await Promise.allSettled([
    client.markets.edit(market, { marketName: 'Edited' }),
    client.markets.submit(createSubmission('Beside')),
  ]);
  expect(edited).toMatchObject({ status: 'rejected', reason: { code: 'NETWORK' } });
  expect(submitted).toMatchObject({ status: 'fulfilled', value: { marketName: 'Beside' } });
  expect(proxy.seen).toEqual([
    'POST /trpc/b2c/markets.edit,markets.submit',
    'POST /trpc/b2c/markets.submit',
  ]);
});

it("keeps the request line and headers within the gateway's limit, also with the longest token", async () => {
  const { b2bApiUrl } = stack.outputs;
  // Straight to the gateway: it counts the bytes.
  const hall = createB2bClient({
    url: b2bApiUrl,
    token: await stack.cityHall('large'),
    timeout: 60_000,
  });
  const pages = await Promise.all(cities.slice(0, 20).map((city) => hall.markets.list({ city })));
  expect(pages).toEqual(Array(20).fill({ items: [] }));

  // A batch of such calls fits beside that token only because it is divided.
  const longest = 'x'.repeat(limits.cursor);
  const refused = await Promise.allSettled(
    cities.slice(0, 6).map((city) => hall.markets.list({ city, cursor: longest })),
  );
  expect(refused).toMatchObject(Array(6).fill({ reason: { name: 'ApiError', status: 400 } }));

  const cursor = Buffer.from(JSON.stringify({ filler: 'x'.repeat(700) })).toString('base64url');
  await expect(hall.markets.list({ city: 'ț'.repeat(100), cursor })).rejects.toMatchObject({
    code: 'UNKNOWN_CITY',
  });
});
