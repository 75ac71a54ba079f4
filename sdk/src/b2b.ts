import { createTypedCall } from './call.ts';
import { type Changes, createChanges } from './changes.ts';
import { createListCities, type ListCities } from './cities.ts';
import type { ClientOptions } from './client-options.ts';
import type {
  CityChangesQuery,
  CityDecisions,
  CityMarket,
  CityMarketsQuery,
  Market,
  MarketDecision,
  MarketPage,
  ReviewedMarket,
} from './contract.ts';
import { type DecisionResult, toDecisionResult } from './decision-result.ts';
import { eachMarket } from './pages.ts';
import type { CallOptions } from './retry.ts';
import type { B2bRouter } from './router.ts';

/**
 * The operations of city halls: read and decide on the markets of their own cities. Every call can reject
 * with any {@link SdkError}. Each operation names the codes that a program should handle.
 */
export type B2bClient = {
  markets: {
    /**
     * One page of a city's markets, oldest revision first. A decision can appear in it a moment later.
     *
     * @throws {@link ApiError} `FORBIDDEN` if you do not act for the city, or `UNKNOWN_CITY`.
     */
    list(query: CityMarketsQuery, options?: CallOptions): Promise<MarketPage>;

    /**
     * All of a city's markets, read page by page. `options` apply to each page.
     *
     * @example
     * ```ts
     * for await (const market of client.markets.listAll({ city: 'Iași', status: 'pending' })) {
     *   await client.markets.approve(market);
     * }
     * ```
     */
    listAll(
      query: Omit<CityMarketsQuery, 'cursor'>,
      options?: CallOptions,
    ): AsyncGenerator<Market, void, undefined>;

    /**
     * One market of your cities, always up to date: read it again by this after a 409.
     *
     * @throws {@link ApiError} `MARKET_NOT_FOUND`, also for a market of another city.
     */
    get(market: CityMarket, options?: CallOptions): Promise<Market>;

    /**
     * What changed in a city since the cursor, oldest first, until nothing more can be read now. Process the
     * changes first, and store {@link Changes}.nextCursor afterwards: after a crash some changes come again, and
     * none is missed. A change appears 35 seconds after it was made. `options` apply to each page.
     *
     * @example
     * ```ts
     * const changes = client.markets.changes({ city: 'Iași', cursor });
     * for await (const { marketId, market } of changes) await save(marketId, market);
     * await saveCursor(changes.nextCursor);
     * ```
     * @throws {@link ApiError} `CURSOR_EXPIRED` if the cursor is older than 30 days, `FORBIDDEN`,
     * `UNKNOWN_CITY`.
     */
    changes(query: CityChangesQuery, options?: CallOptions): Changes;

    /**
     * Approves a market as you read it. The number of its `decisions` is sent, so that no later decision is
     * overruled.
     *
     * @throws {@link ApiError} `STALE_REVISION` if the applicant has edited it since, `ALREADY_DECIDED` if
     * another decision was made since, or `MARKET_NOT_FOUND`.
     */
    approve(market: ReviewedMarket, options?: CallOptions): Promise<Market>;

    /**
     * Rejects a market as you read it. The applicant sees the reason.
     *
     * @param reason - At most {@link limits}.reason characters.
     * @throws {@link ApiError} as `approve`.
     */
    reject(market: ReviewedMarket, reason: string, options?: CallOptions): Promise<Market>;

    /**
     * Approves or rejects a market. The same decision on the same revision is stored once. `approve` and
     * `reject` send `decisionsSeen`. Without it, this call overrules any decision made since.
     *
     * @throws {@link ApiError} as `approve`.
     */
    decide(decision: MarketDecision, options?: CallOptions): Promise<Market>;

    /**
     * Decides on up to {@link limits}.decisionsPerRequest different markets of one city. Each decision has
     * its own result, in the order of the decisions: the market, or the error of a single `decide`. The
     * call is repeated like `decide`. A result with an error of status 500 or higher is not: decide again.
     *
     * @example
     * ```ts
     * const results = await client.markets.decideMany({
     *   city: 'Iași',
     *   decisions: markets.map(({ userId, marketId, revision, decisions }) => {
     *     return { userId, marketId, revision, decisionsSeen: decisions.length, approved: true };
     *   }),
     * });
     * for (const { marketId, error } of results) if (error) console.error(marketId, error.code);
     * ```
     * @throws {@link ApiError} `FORBIDDEN`, `UNKNOWN_CITY`, or `INVALID_INPUT`. No decision is stored then.
     */
    decideMany(decisions: CityDecisions, options?: CallOptions): Promise<DecisionResult[]>;
  };

  /** The cities of the catalogue. No token is sent. */
  cities: ListCities;
};

/**
 * A client for city halls.
 *
 * @example
 * ```ts
 * const token = clientCredentials({ tokenUrl: b2bTokenUrl, clientId, clientSecret });
 * const client = createB2bClient({ url: b2bApiUrl, token });
 * const { items } = await client.markets.list({ city: 'Cluj-Napoca', status: 'pending' });
 * ```
 * @throws `TypeError` if `url` is not an `https:` URL. `http:` is allowed on loopback.
 */
export function createB2bClient(options: ClientOptions): B2bClient {
  const call = createTypedCall<B2bRouter>('b2b', options);

  const list: B2bClient['markets']['list'] = (query, options) =>
    call({ path: 'markets.list', type: 'query', input: query }, options);

  const decide: B2bClient['markets']['decide'] = (decision, options) =>
    call({ path: 'markets.decide', type: 'mutation', input: decision }, options);

  return {
    markets: {
      list,
      listAll: (query, options) =>
        eachMarket((cursor) => list({ ...query, cursor }, options), options?.signal),
      get: ({ userId, marketId }, options) =>
        call({ path: 'markets.get', type: 'query', input: { userId, marketId } }, options),
      changes: ({ cursor, ...query }, options) =>
        createChanges(
          cursor,
          (cursor) =>
            call({ path: 'markets.changes', type: 'query', input: { ...query, cursor } }, options),
          options?.signal,
        ),
      approve: async (market, options) => decide({ ...toSeen(market), approved: true }, options),
      reject: async (market, reason, options) =>
        decide({ ...toSeen(market), approved: false, reason }, options),
      decide,
      async decideMany({ city, decisions }, options) {
        const input = { city, decisions: [...decisions] };
        const { items } = await call(
          { path: 'markets.decideMany', type: 'mutation', input },
          options,
        );
        return items.map(toDecisionResult);
      },
    },
    cities: createListCities(options),
  };
}

function toSeen({ userId, marketId, revision, decisions }: ReviewedMarket) {
  return { userId, marketId, revision, decisionsSeen: decisions.length };
}
