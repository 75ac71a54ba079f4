import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { createTRPCClient } from '@trpc/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type B2cClient,
  createB2bClient,
  createB2cClient,
  createPublicClient,
} from '../../sdk/src/index.ts';
import {
  approvedMarketsOptions,
  citiesOptions,
  cityMarketsOptions,
  decideOptions,
  editOptions,
  marketsKey,
  ownMarketsOptions,
  retryUnlessRepeated,
  submitOptions,
  withdrawOptions,
} from '../../sdk/src/react-query.ts';
import { type B2cRouter, marketsLink } from '../../sdk/src/trpc.ts';
import { useStack } from '../use-stack.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';
import { createSubmission } from './markets.ts';

const stack = useStack();
let proxy: FaultyProxy;
let token: string;
let client: B2cClient;

beforeAll(async () => {
  proxy = await startFaultyProxy(stack.outputs.apiUrl);
  ({ token } = await stack.applicant('react-query'));
  client = createB2cClient({ url: proxy.url, token });
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
});

it('a form submits one market although the answer is lost and the app submits again', async () => {
  const impatient = createB2cClient({ url: proxy.url, token, retries: 0 });
  const options = submitOptions(impatient);
  const form = new MutationObserver(new QueryClient(), { ...options, retry: 1, retryDelay: 0 });
  proxy.faults.push('drop-answer', 'drop-answer');
  await expect(form.mutate(createSubmission('One'))).rejects.toMatchObject({ code: 'NETWORK' });
  const market = await form.mutate(createSubmission('One'));
  expect(await stack.stored()).toMatchObject([{ marketId: market.marketId, marketName: 'One' }]);

  const next = await form.mutate(createSubmission('Two'));
  expect(next.marketId).not.toBe(market.marketId);
  expect(await stack.stored()).toHaveLength(2);
});

it('the lists read page after page, and one key invalidates them all', async () => {
  const queryClient = new QueryClient();
  const own = ownMarketsOptions(client, { limit: 1 });
  const { pages } = await queryClient.fetchInfiniteQuery({ ...own, pages: 2 });
  expect(pages.map(({ items }) => items.length)).toEqual([1, 1]);
  expect(queryClient.getQueryData(own.queryKey)?.pages).toEqual(pages);

  const hall = createB2bClient({
    url: stack.outputs.b2bApiUrl,
    token: await stack.cityHall('cluj'),
  });
  const city = cityMarketsOptions(hall, { city: 'Cluj-Napoca', status: 'pending' });
  const waiting = await queryClient.fetchInfiniteQuery(city);
  expect(waiting.pages.flatMap(({ items }) => items)).toHaveLength(2);

  await queryClient.invalidateQueries({ queryKey: marketsKey });
  for (const { queryKey } of [own, city]) {
    expect(queryClient.getQueryState(queryKey)?.isInvalidated).toBe(true);
  }
});

it('mutations edit, decide and withdraw a market as it was read', async () => {
  const queryClient = new QueryClient();
  const hall = createB2bClient({
    url: stack.outputs.b2bApiUrl,
    token: await stack.cityHall('cluj'),
  });
  const market = await client.markets.submit(createSubmission('Three'));
  const edit = new MutationObserver(queryClient, editOptions(client));
  const changes = { marketAveragePrice: 9.5 };
  const edited = await edit.mutate({ market, changes });
  expect(edited).toMatchObject({ ...changes, status: 'pending' });
  await expect(edit.mutate({ market, changes })).rejects.toMatchObject({ code: 'STALE_REVISION' });

  const decide = new MutationObserver(queryClient, decideOptions(hall));
  const rejection = { market: edited, approved: false, reason: 'No fire lane' } as const;
  expect(await decide.mutate(rejection)).toMatchObject({ status: 'rejected' });
  await expect(decide.mutate({ market: edited, approved: true })).rejects.toMatchObject({
    code: 'ALREADY_DECIDED',
  });

  await new MutationObserver(queryClient, withdrawOptions(client)).mutate(market);
  await expect(client.markets.get(market)).rejects.toMatchObject({ code: 'MARKET_NOT_FOUND' });
  // Devtools show them.
  const mutations = queryClient.getMutationCache().getAll();
  expect(new Set(mutations.map(({ options }) => options.mutationKey?.join(' ')))).toEqual(
    new Set(['edit', 'decide', 'withdraw'].map((name) => `christmas-markets ${name}`)),
  );
});

it('the cities are read once an hour', async () => {
  const queryClient = new QueryClient();
  proxy.seen.splice(0);
  const cities = await queryClient.fetchQuery(citiesOptions(client));
  expect(cities).toContainEqual({ key: 'cluj-napoca', name: 'Cluj-Napoca' });
  await queryClient.fetchQuery(citiesOptions(client));
  expect(proxy.seen).toEqual(['GET /v1/cities']);
});

it('a query does not repeat what the client has repeated', async () => {
  proxy.seen.splice(0);
  proxy.faults.push('drop-request', 'drop-request', 'drop-request');
  // `fetchQuery` has no default of its own, so that the retry option of the query counts.
  await expect(
    new QueryClient().fetchInfiniteQuery(ownMarketsOptions(client)),
  ).rejects.toMatchObject({ code: 'NETWORK' });
  expect(proxy.seen).toHaveLength(3);

  const link = marketsLink({ router: 'b2c', url: proxy.url, token, retries: 0 });
  const trpc = createTRPCClient<B2cRouter>({ links: [link] });
  proxy.faults.push('drop-request');
  const error = await trpc.markets.list.query({ userId: 'me' }).catch((thrown) => thrown);
  expect(retryUnlessRepeated(0, error)).toBe(false);
  expect([0, 2, 3].map((count) => retryUnlessRepeated(count, new Error('Mine')))).toEqual([
    true,
    true,
    false,
  ]);
});

it('visitors get every approved market of a city in one query, without a token', async () => {
  const applicant = await stack.applicant('visited');
  const { markets } = createB2cClient({ url: stack.outputs.apiUrl, token: applicant.token });
  const hall = createB2bClient({
    url: stack.outputs.b2bApiUrl,
    token: await stack.cityHall('iasi'),
  });
  for (const name of ['A', 'B', 'C']) {
    await hall.markets.approve(await markets.submit({ ...createSubmission(name), city: 'Iași' }));
  }
  await markets.submit({ ...createSubmission('D'), city: 'Iași' });
  const sent: RequestInit[] = [];
  const visitors = createPublicClient({
    url: stack.outputs.apiUrl,
    fetch: (url, init) => {
      sent.push(init);
      // Pages of two, so that there is more than one.
      return fetch(url.replace('limit=100', 'limit=2'), init);
    },
  });
  const found = await new QueryClient().fetchQuery(
    approvedMarketsOptions(visitors, { city: 'iasi' }),
  );
  expect(found.map(({ marketName }) => marketName)).toEqual(['A', 'B', 'C']);
  expect(Object.keys(found[0] ?? {})).not.toContain('userId');
  expect(sent.length).toBeGreaterThan(1);
  // A header would cost a preflight, and a shared cache may not store an answer to a token.
  expect(sent.every(({ headers }) => headers === undefined)).toBe(true);

  const unknown = approvedMarketsOptions(visitors, { city: 'Atlantis' });
  await expect(new QueryClient().fetchQuery(unknown)).rejects.toMatchObject({
    code: 'UNKNOWN_CITY',
    status: 400,
  });
  expect(() => createPublicClient({ url: 'http://api.example.com' })).toThrow('https://');
});
