import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { B2bClient } from './b2b.ts';
import type { B2cClient } from './b2c.ts';
import type {
  ApprovedMarket,
  ApprovedMarketsQuery,
  City,
  CityMarketsQuery,
  Market,
  MarketChanges,
  MarketPage,
  MarketSubmission,
  OwnMarket,
  OwnMarketsQuery,
  OwnRevision,
  ReviewedMarket,
} from './contract.ts';
import { isSdkError } from './errors/errors.ts';
import { createMarketId } from './market-id.ts';
import type { PublicClient } from './public.ts';

type Cursor = string | undefined;
type MarketListKey = readonly ['christmas-markets', 'markets', object];
type ApprovedMarketsKey = readonly ['christmas-markets', 'approved', string];
type MutationKey = readonly ['christmas-markets', string];
type CitiesKey = readonly ['christmas-markets', 'cities'];

/** Options for `useInfiniteQuery`: the pages of a list. */
export type MarketListOptions = ReturnType<
  typeof infiniteQueryOptions<MarketPage, Error, InfiniteData<MarketPage>, MarketListKey, Cursor>
>;

/** Options for `useQuery`: the approved markets of a city. */
export type ApprovedMarketsOptions = ReturnType<
  typeof queryOptions<
    readonly ApprovedMarket[],
    Error,
    readonly ApprovedMarket[],
    ApprovedMarketsKey
  >
>;

/** Options for `useQuery`: the catalogue of cities. */
export type CitiesOptions = ReturnType<
  typeof queryOptions<readonly City[], Error, readonly City[], CitiesKey>
>;

/** Options for `useMutation`: the submission of one form. */
export type SubmitOptions = {
  mutationKey: MutationKey;
  mutationFn: (market: Omit<MarketSubmission, 'marketId'>) => Promise<Market>;
};

/** Options for `useMutation`: an edit. */
export type EditOptions = {
  mutationKey: MutationKey;
  mutationFn: (edit: { market: OwnRevision; changes: MarketChanges }) => Promise<Market>;
};

/** Options for `useMutation`: a withdrawal. */
export type WithdrawOptions = {
  mutationKey: MutationKey;
  mutationFn: (market: OwnMarket) => Promise<void>;
};

/** Options for `useMutation`: a decision on a market as it was read. */
export type DecideOptions = {
  mutationKey: MutationKey;
  mutationFn: (
    decision: { market: ReviewedMarket } & (
      | { approved: true }
      | { approved: false; reason: string }
    ),
  ) => Promise<Market>;
};

/**
 * The key that every market list begins with, of applicants and of city halls. Invalidate it after a change.
 *
 * @example
 * ```ts
 * await queryClient.invalidateQueries({ queryKey: marketsKey });
 * ```
 */
export const marketsKey = ['christmas-markets', 'markets'] as const;

/**
 * The applicant's own markets. A page is read when `fetchNextPage` is called.
 *
 * @example
 * ```tsx
 * const { data, fetchNextPage } = useInfiniteQuery(ownMarketsOptions(client));
 * const markets = data?.pages.flatMap(({ items }) => items);
 * ```
 * @see https://tanstack.com/query/v5/docs/framework/react/guides/infinite-queries
 */
export function ownMarketsOptions(
  client: B2cClient,
  query: Omit<OwnMarketsQuery, 'cursor'> = {},
): MarketListOptions {
  return createListOptions(query, (cursor, signal) =>
    client.markets.list({ ...query, cursor }, { signal }),
  );
}

/** A city's markets, oldest revision first. A page is read when `fetchNextPage` is called. */
export function cityMarketsOptions(
  client: B2bClient,
  query: Omit<CityMarketsQuery, 'cursor'>,
): MarketListOptions {
  return createListOptions(query, (cursor, signal) =>
    client.markets.list({ ...query, cursor }, { signal }),
  );
}

/**
 * All approved markets of a city, for visitors. They count as fresh for one minute, as the API says.
 *
 * @example
 * ```tsx
 * const { data } = useQuery(approvedMarketsOptions(createPublicClient({ url }), { city: 'iasi' }));
 * ```
 */
export function approvedMarketsOptions(
  { markets }: Pick<PublicClient, 'markets'>,
  { city }: Pick<ApprovedMarketsQuery, 'city'>,
): ApprovedMarketsOptions {
  return queryOptions<
    readonly ApprovedMarket[],
    Error,
    readonly ApprovedMarket[],
    ApprovedMarketsKey
  >({
    queryKey: ['christmas-markets', 'approved', city],
    queryFn: async ({ signal }) => {
      const found: ApprovedMarket[] = [];
      for await (const market of markets.listAll({ city, limit: 100 }, { signal })) {
        found.push(market);
      }
      return found;
    },
    staleTime: 60_000,
    retry: retryUnlessRepeated,
  });
}

/** The cities of the catalogue. They change with a deployment only and count as fresh for one hour. */
export function citiesOptions({ cities }: Pick<B2cClient, 'cities'>): CitiesOptions {
  return queryOptions<readonly City[], Error, readonly City[], CitiesKey>({
    queryKey: ['christmas-markets', 'cities'],
    queryFn: ({ signal }) => cities({ signal }),
    staleTime: 3_600_000,
    retry: retryUnlessRepeated,
  });
}

/**
 * Submits one form. It keeps one `marketId` until a submission succeeds. If an answer is lost and the person
 * or the app submits again, no second market is made: other content is refused with `MARKET_EXISTS`.
 * Create the options once for each form.
 *
 * @example
 * ```tsx
 * const [options] = useState(() => submitOptions(client));
 * const { mutate } = useMutation({ ...options, onSuccess: () => showMarkets() });
 * ```
 */
export function submitOptions({ markets }: B2cClient): SubmitOptions {
  let marketId: string | undefined;
  return {
    mutationKey: ['christmas-markets', 'submit'],
    async mutationFn(market) {
      marketId ??= createMarketId();
      const submitted = await markets.submit({ ...market, marketId });
      marketId = undefined;
      return submitted;
    },
  };
}

/**
 * Edits a market as it was read. An edit is not repeated: after a `NetworkError` read the market again.
 *
 * @example
 * ```tsx
 * const { mutate } = useMutation({ ...editOptions(client), onSuccess: () => invalidateMarkets() });
 * mutate({ market, changes: { marketAveragePrice: 9.5 } });
 * ```
 */
export function editOptions({ markets }: Pick<B2cClient, 'markets'>): EditOptions {
  return {
    mutationKey: ['christmas-markets', 'edit'],
    mutationFn: ({ market, changes }) => markets.edit(market, changes),
  };
}

/** Withdraws a market. */
export function withdrawOptions({ markets }: Pick<B2cClient, 'markets'>): WithdrawOptions {
  return {
    mutationKey: ['christmas-markets', 'withdraw'],
    mutationFn: (market) => markets.withdraw(market),
  };
}

/**
 * Decides on a market as it was read, so that no later decision is overruled.
 *
 * @example
 * ```tsx
 * const { mutate } = useMutation(decideOptions(client));
 * mutate({ market, approved: false, reason: 'No fire lane' });
 * ```
 */
export function decideOptions({ markets }: Pick<B2bClient, 'markets'>): DecideOptions {
  return {
    mutationKey: ['christmas-markets', 'decide'],
    mutationFn: (decision) =>
      decision.approved
        ? markets.approve(decision.market)
        : markets.reject(decision.market, decision.reason),
  };
}

/**
 * A `retry` option: repeats nothing that the client of this package has repeated already. TanStack Query's
 * default, three repeats of a call that is sent three times, sends up to twelve requests. The options above
 * have it. Use it as a default if you call the clients, or `marketsLink`, in your own queries.
 *
 * @example
 * ```ts
 * new QueryClient({ defaultOptions: { queries: { retry: retryUnlessRepeated } } });
 * ```
 */
export function retryUnlessRepeated(failureCount: number, error: unknown): boolean {
  // The errors of tRPC's own clients have ours as their cause.
  const cause = error instanceof Error ? error.cause : undefined;
  return failureCount < 3 && !isSdkError(error) && !isSdkError(cause);
}

function createListOptions(
  query: object,
  read: (cursor: Cursor, signal: AbortSignal) => Promise<MarketPage>,
): MarketListOptions {
  const initialPageParam: Cursor = undefined;
  return infiniteQueryOptions<MarketPage, Error, InfiniteData<MarketPage>, MarketListKey, Cursor>({
    queryKey: [...marketsKey, query],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    retry: retryUnlessRepeated,
  });
}
