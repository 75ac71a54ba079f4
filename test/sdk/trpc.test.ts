import { createTRPCClient, TRPCClientError } from '@trpc/client';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { isApiError, isNotSignedInError, isTimeoutError } from '../../sdk/src/index.ts';
import {
  type B2bRouter,
  type B2cRouter,
  type MarketsLinkOptions,
  marketsLink,
} from '../../sdk/src/trpc.ts';
import { useStack } from '../use-stack.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';
import { createSubmission } from './markets.ts';

const stack = useStack();
let proxy: FaultyProxy;
let token: string;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  proxy = await startFaultyProxy(stack.outputs.apiUrl);
  ({ token } = await stack.applicant('trpc'));
  client = createClient();
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
});
afterEach(() => {
  proxy.faults.splice(0);
  proxy.seen.splice(0);
});

it("tRPC's own clients submit, edit, decide and withdraw through the link", async () => {
  const hall = createTRPCClient<B2bRouter>({
    links: [
      marketsLink({
        router: 'b2b',
        url: stack.outputs.b2bApiUrl,
        token: await stack.cityHall('cluj'),
      }),
    ],
  });
  const submitted = await client.markets.submit.mutate({ userId: 'me', ...createSubmission() });
  const { userId, marketId, revision } = await client.markets.edit.mutate({
    userId: 'me',
    marketId: submitted.marketId,
    revision: submitted.revision,
    marketName: 'Edited',
  });
  const { items } = await hall.markets.list.query({ city: 'Cluj-Napoca', status: 'pending' });
  expect(items).toMatchObject([{ marketId, marketName: 'Edited' }]);
  await hall.markets.decide.mutate({ userId, marketId, revision, approved: true });
  expect(await client.markets.list.query({ userId: 'me' })).toMatchObject({
    items: [{ marketId, status: 'approved' }],
  });
  expect(await client.markets.withdraw.mutate({ userId: 'me', marketId })).toBeUndefined();
  expect(await stack.stored()).toEqual([]);
});

it('an error of the link has the data of the API and the error of this package as its cause', async () => {
  const atlantis = { userId: 'me', ...createSubmission(), city: 'Atlantis' };
  const error = await client.markets.submit.mutate(atlantis).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(TRPCClientError);
  expect(error).toMatchObject({
    message: expect.stringContaining('Atlantis'),
    data: { code: 'UNKNOWN_CITY', httpStatus: 400, path: 'markets.submit' },
    shape: { code: -32600 },
    meta: { response: { status: 400 } },
    cause: { name: 'ApiError', code: 'UNKNOWN_CITY', status: 400 },
  });
  expect(isApiError(error.cause)).toBe(true);
  expect(await stack.stored()).toEqual([]);
});

it('a call of the link that gets no answer has no data, and its cause says why', async () => {
  const proxied = createClient({ url: proxy.url, retries: 0 });
  proxy.faults.push('drop-request');
  await expect(proxied.markets.list.query({ userId: 'me' })).rejects.toMatchObject({
    name: 'TRPCClientError',
    data: undefined,
    cause: { name: 'NetworkError' },
  });
  proxy.faults.push({ status: 502, body: 'Bad gateway' });
  await expect(proxied.markets.list.query({ userId: 'me' })).rejects.toMatchObject({
    name: 'TRPCClientError',
    data: undefined,
    cause: { name: 'GatewayError', status: 502 },
  });
});

it('the link sends calls of the same tick in one request', async () => {
  const proxied = createClient({ url: proxy.url });
  await Promise.all([1, 2].map(() => proxied.markets.list.query({ userId: 'me' })));
  expect(proxy.seen).toEqual(['GET /trpc/b2c/markets.list,markets.list']);
});

it('the link repeats a query and a submission with a marketId, but no edit and no submission without one', async () => {
  const proxied = createClient({ url: proxy.url });
  proxy.faults.push('drop-answer', 'none');
  expect(await proxied.markets.list.query({ userId: 'me' })).toEqual({ items: [] });
  expect(proxy.seen).toHaveLength(2);

  const submission = { userId: 'me', ...createSubmission() };
  proxy.faults.push('drop-answer', 'none');
  const marketId = crypto.randomUUID();
  const market = await proxied.markets.submit.mutate({ ...submission, marketId });
  expect(proxy.seen).toHaveLength(4);

  proxy.faults.push('drop-answer');
  const { revision } = market;
  const edit = { userId: 'me', marketId, revision, marketName: 'Edited' };
  await expect(proxied.markets.edit.mutate(edit)).rejects.toMatchObject({
    cause: { code: 'NETWORK' },
  });
  expect(proxy.seen).toHaveLength(5);

  proxy.faults.push('drop-request');
  await expect(proxied.markets.submit.mutate(submission)).rejects.toMatchObject({
    cause: { code: 'NETWORK' },
  });
  expect(proxy.seen).toHaveLength(6);
  expect(await stack.stored()).toMatchObject([{ marketId, marketName: 'Edited' }]);
  await client.markets.withdraw.mutate({ userId: 'me', marketId });
});

it('the context of one call sets its retries and its timeout', async () => {
  const proxied = createClient({ url: proxy.url });
  proxy.faults.push('drop-request');
  await expect(
    proxied.markets.list.query({ userId: 'me' }, { context: { retries: 0 } }),
  ).rejects.toMatchObject({ cause: { code: 'NETWORK' } });
  expect(proxy.seen).toHaveLength(1);

  proxy.faults.push({ delayMs: 30_000 });
  const error = await proxied.markets.list
    .query({ userId: 'me' }, { context: { timeout: 300 } })
    .catch((thrown) => thrown);
  expect(isTimeoutError(error.cause)).toBe(true);
});

it('the link requests another token once if the API refuses the first', async () => {
  const refused: (string | undefined)[] = [];
  const renewing = createClient({
    token: (request) => {
      refused.push(request.refused);
      return request.refused === undefined ? 'stale' : token;
    },
  });
  expect(await renewing.markets.list.query({ userId: 'me' })).toEqual({ items: [] });
  expect(refused).toEqual([undefined, 'stale']);

  const signedOut = createClient({ token: '' });
  const error = await signedOut.markets.list.query({ userId: 'me' }).catch((thrown) => thrown);
  expect(isNotSignedInError(error.cause)).toBe(true);
});

it("the caller's signal aborts the request of the link", async () => {
  const proxied = createClient({ url: proxy.url });
  const reason = new Error('The page was left');
  const before = AbortSignal.abort(reason);
  await expect(
    proxied.markets.list.query({ userId: 'me' }, { signal: before }),
  ).rejects.toMatchObject({ name: 'TRPCClientError' });
  expect(proxy.seen).toEqual([]);

  proxy.faults.push({ delayMs: 30_000 });
  const leaving = new AbortController();
  const call = proxied.markets.list.query({ userId: 'me' }, { signal: leaving.signal });
  await expect.poll(() => proxy.seen).toHaveLength(1);
  leaving.abort(reason);
  await expect(call).rejects.toMatchObject({ name: 'TRPCClientError' });
});

it('the link refuses a URL that a token must not be sent to', () => {
  expect(() => createClient({ url: 'http://api.example.com' })).toThrow(
    'url must be an https:// URL, found http://api.example.com. (allowInsecureHttp allows http://.)',
  );
});

function createClient(options: Partial<MarketsLinkOptions<'b2c'>> = {}) {
  return createTRPCClient<B2cRouter>({
    links: [marketsLink({ router: 'b2c', url: stack.outputs.apiUrl, token, ...options })],
  });
}
