import { createTypedCall } from './call.ts';
import { createListCities, type ListCities } from './cities.ts';
import type { ClientOptions } from './client-options.ts';
import type {
  CityMarketsQuery,
  Market,
  MarketDecision,
  MarketPage,
  ReviewedMarket,
} from './contract.ts';
import { eachMarket } from './pages.ts';
import type { CallOptions } from './retry.ts';
import type { B2bRouter } from './router.ts';

/**
 * What city halls may do: read and decide on the markets of their own cities. Every call may reject
 * with any {@link SdkError}; the codes named below are those that are worth a branch.
 */
export type B2bClient = {
  markets: {
    /**
     * One page of a city's markets, oldest revision first; what was decided a moment ago may still
     * show as it was.
     *
     * @throws {@link ApiError} `FORBIDDEN` if you do not act for the city, `UNKNOWN_CITY`.
     */
    list(query: CityMarketsQuery, options?: CallOptions): Promise<MarketPage>;

    /**
     * All of a city's markets, page by page; `options` hold for each page.
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
     * Approves a market as you read it: with its `decisions`, whose number is sent, so that nothing
     * that was decided since is overruled.
     *
     * @throws {@link ApiError} `STALE_REVISION` if its owner has edited it since, `ALREADY_DECIDED` if
     * somebody else has decided since, `MARKET_NOT_FOUND`.
     */
    approve(market: ReviewedMarket, options?: CallOptions): Promise<Market>;

    /**
     * Rejects a market as you read it; its owner is told the reason.
     *
     * @throws {@link ApiError} as `approve`.
     */
    reject(market: ReviewedMarket, reason: string, options?: CallOptions): Promise<Market>;

    /**
     * Approves or rejects. The same decision on the same revision is kept once. Without
     * `decisionsSeen`, which `approve` and `reject` send, it overrules what was decided since.
     *
     * @throws {@link ApiError} as `approve`.
     */
    decide(decision: MarketDecision, options?: CallOptions): Promise<Market>;
  };

  /** The cities of the catalogue. Needs no token. */
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
 * @throws `TypeError` if `url` is not an `https:` URL; `http:` is taken on loopback only.
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
      listAll: (query, options) => eachMarket((cursor) => list({ ...query, cursor }, options)),
      approve: async (market, options) => decide({ ...toSeen(market), approved: true }, options),
      reject: async (market, reason, options) =>
        decide({ ...toSeen(market), approved: false, reason }, options),
      decide,
    },
    cities: createListCities(options),
  };
}

function toSeen({ userId, marketId, revision, decisions }: ReviewedMarket) {
  return { userId, marketId, revision, decisionsSeen: decisions.length };
}
