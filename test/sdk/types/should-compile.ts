// Compiled, never run: by the gate against the sources, and against the packed package by several
// versions of TypeScript. Everything here must compile.
import {
  ApiError,
  type ApprovedMarket,
  authorizationCode,
  type City,
  clientCredentials,
  createB2bClient,
  createB2cClient,
  createPublicClient,
  type Decision,
  discover,
  type Issue,
  isApiError,
  isGatewayError,
  isNetworkError,
  isNotSignedInError,
  isSdkError,
  isSignInError,
  isTimeoutError,
  type Market,
  type MarketDecision,
  type MarketPage,
  type MarketStatus,
  type ProblemCode,
  type SdkError,
  type TokenSource,
} from '@christmas-markets/sdk';
import { createRestClient, type paths } from '@christmas-markets/sdk/rest';

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function assertSame<A, B>(_same: Same<A, B>): void {}

export async function applicant(signal: AbortSignal): Promise<void> {
  const auth = authorizationCode({
    ...(await discover('https://issuer.example.com')),
    clientId: 'client',
    redirectUri: 'https://app.example.com/callback',
    storage: { getItem: async () => null, setItem: async () => {}, removeItem: () => {} },
  });
  const result = await auth.handleRedirect();
  assertSame<
    typeof result,
    {
      user: { userId: string; email: string | undefined; endsAt: number | undefined };
      returnTo: string | undefined;
    } | null
  >(true);
  const client = createB2cClient({ url: 'https://api.example.com', token: auth.token, retries: 1 });
  const market = await client.markets.submit(
    { marketName: '', marketDescription: '', marketAveragePrice: 1, city: '' },
    { signal, timeout: 1_000 },
  );
  assertSame<typeof market, Market>(true);
  assertSame<Market['status'], 'pending' | 'approved' | 'rejected'>(true);
  assertSame<Market['status'], MarketStatus>(true);
  assertSame<
    Market['decisions'],
    {
      approved: boolean;
      reason?: string;
      reference?: string;
      decidedByPerson?: string;
      decidedBy: string;
      decidedAt: string;
      revision: string;
    }[]
  >(true);
  // A market as it was read is all that the other calls need.
  assertSame<Awaited<ReturnType<typeof client.markets.withdraw>>, void>(true);
  await client.markets.edit(market, { marketName: 'New', marketDescription: undefined });
  await client.markets.edit({ marketId: '', revision: '' }, {});
  await client.markets.withdraw(market);
  await client.markets.withdraw({ marketId: '', userId: undefined });
  const page = await client.markets.list();
  assertSame<typeof page, MarketPage>(true);
  for await (const each of client.markets.listAll({ limit: 100 }))
    assertSame<typeof each, Market>(true);
  const cities = await client.cities({ timeout: undefined });
  assertSame<typeof cities, City[]>(true);
  await auth.signOut();
}

export async function visitor(signal: AbortSignal): Promise<void> {
  const client = createPublicClient({ url: 'https://api.example.com', retries: 1 });
  const { items } = await client.markets.list({ city: 'iasi', cursor: undefined }, { signal });
  assertSame<(typeof items)[number], ApprovedMarket>(true);
  assertSame<'userId' extends keyof ApprovedMarket ? true : false, false>(true);
  for await (const each of client.markets.listAll({ city: 'iasi', limit: 100 }))
    assertSame<typeof each, ApprovedMarket>(true);
}

export async function cityHall(market: Market): Promise<void> {
  const token: TokenSource = clientCredentials({
    tokenUrl: 'https://issuer.example.com/oauth2/token',
    clientId: 'client',
    clientSecret: 'secret',
    scopes: ['City/iasi'] as const,
  });
  const client = createB2bClient({ url: 'https://api.example.com', token });
  await client.markets.list({ city: 'Iași', status: 'pending', limit: 1, cursor: undefined });
  await client.markets.approve(market);
  await client.markets.reject(market, 'Too loud', { retries: 0 });
  const { userId, marketId, revision, decisions } = market;
  // As a store of one's own may hold it; and as little of it as is needed.
  type Frozen = Readonly<Omit<Market, 'decisions'> & { decisions: readonly Readonly<Decision>[] }>;
  const frozen: Frozen = market;
  await client.markets.approve(frozen);
  await client.markets.reject({ userId, marketId, revision, decisions }, 'Too loud');
  const decision: MarketDecision = { userId, marketId, revision, approved: true };
  await client.markets.decide(decision);
  await client.markets.decide({ userId, marketId, revision, approved: false, reason: 'Too loud' });
  const approved = decisions.length === 0;
  const results = await client.markets.decideMany({ city: 'Iași', decisions: [decision] as const });
  for (const result of results) {
    const status: string | number = result.error ? result.error.status : result.market.status;
    console.log(result.marketId, status);
  }
  await client.markets.decide({ userId, marketId, revision, approved, reason: 'As last year' });
  createB2bClient({ url: 'https://api.example.com', token: 'token', fetch });
  createB2bClient({
    url: 'https://api.example.com',
    token: async ({ refused }) => refused ?? '',
  });
  createB2bClient({ url: 'https://api.example.com', token: ({ refused } = {}) => refused ?? '' });
}

export function explain(error: unknown): string {
  if (isApiError(error)) {
    assertSame<typeof error.code, ProblemCode | (string & {})>(true);
    // What is left for a `default` branch, after every code that this version knows.
    assertSame<Exclude<typeof error.code, ProblemCode>, string & {}>(true);
    assertSame<typeof error.issues, readonly Issue[]>(true);
    return error.code === 'STALE_REVISION' ? 'Read it again' : `${error.status}`;
  }
  if (isGatewayError(error)) return `${error.status} ${error.requestId}`;
  if (isSignInError(error)) return error.reason ?? error.message;
  if (isTimeoutError(error) || isNetworkError(error) || isNotSignedInError(error))
    return error.code;
  return 'Something else';
}

export function chooseAny(error: unknown): string {
  return isSdkError(error) ? choose(error) : 'Something else';
}

export function choose(error: SdkError): string {
  switch (error.name) {
    case 'TimeoutError':
    case 'NetworkError':
      return 'Try again';
    case 'GatewayError':
      return `${error.retryAfter}`;
    case 'NotSignedInError':
      return error.message;
    case 'SignInError':
      return error.reason ?? error.message;
    default:
      assertSame<typeof error, ApiError>(true);
      return error.requestId ?? '';
  }
}

/** For tests of one's own. */
export const example: ApiError = new ApiError(
  { code: 'STALE_REVISION', httpStatus: 409 },
  'The market has changed.',
);
export const toCome: ApiError = new ApiError({ code: 'OF_TOMORROW', httpStatus: 409 }, 'No.');

export async function rest(): Promise<void> {
  createRestClient({ url: 'https://api.example.com', token: ({ refused }) => refused ?? '' });
  const client = createRestClient({ url: 'https://api.example.com' });
  const { data, response } = await client.GET('/v1/cities');
  assertSame<typeof response, Response>(true);
  const key: string | undefined = data?.items[0]?.key;
  const path: keyof paths = '/v1/b2b/christmas-markets/city/{city}';
  await client.GET(path, { params: { path: { city: key ?? '' }, query: { status: 'approved' } } });
}
