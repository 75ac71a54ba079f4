import { createTypedCall } from './call.ts';
import { createListCities, type ListCities } from './cities.ts';
import type { ClientOptions } from './client-options.ts';
import type {
  Erasure,
  Market,
  MarketChanges,
  MarketPage,
  MarketSubmission,
  OwnMarket,
  OwnMarketsQuery,
  OwnRevision,
  UserData,
  UserDataQuery,
} from './contract.ts';
import { eachMarket } from './pages.ts';
import type { CallOptions } from './retry.ts';
import type { B2cRouter } from './router.ts';

/**
 * What applicants may do: everything with their own markets. Every call may reject with any
 * {@link SdkError}; the codes named below are those that are worth a branch.
 */
export type B2cClient = {
  markets: {
    /** One page of your own markets. */
    list(query?: OwnMarketsQuery, options?: CallOptions): Promise<MarketPage>;

    /**
     * All your own markets, page by page; `options` hold for each page.
     *
     * @example
     * ```ts
     * for await (const market of client.markets.listAll()) console.log(market.marketName);
     * ```
     */
    listAll(
      query?: Omit<OwnMarketsQuery, 'cursor'>,
      options?: CallOptions,
    ): AsyncGenerator<Market, void, undefined>;

    /**
     * Submits a market. The `marketId` is chosen here unless you give one, so that a repeated
     * request never makes a second market; give one to make it safe across reloads of a page too.
     *
     * @throws {@link ApiError} `UNKNOWN_CITY`, `INVALID_INPUT`, `MARKET_LIMIT_REACHED`, or
     * `MARKET_EXISTS` if your `marketId` was used for other content.
     */
    submit(market: MarketSubmission, options?: CallOptions): Promise<Market>;

    /**
     * Changes a market as you read it; it becomes `pending` again, under a new `revision`. Never
     * repeated after a network error: read the market again to see whether it was changed.
     *
     * @example
     * ```ts
     * const edited = await client.markets.edit(market, { marketAveragePrice: 9.5 });
     * ```
     * @throws {@link ApiError} `STALE_REVISION` if it was changed since, `MARKET_NOT_FOUND`.
     */
    edit(market: OwnRevision, changes: MarketChanges, options?: CallOptions): Promise<Market>;

    /** Deletes a market for good. Succeeds also if there is no such market any more. */
    withdraw(market: OwnMarket, options?: CallOptions): Promise<void>;
  };

  /** What is kept about you, beside your account with the sign-in service. */
  users: {
    /** One page of everything that is kept: your id, and your markets with every decision. */
    export(query?: UserDataQuery, options?: CallOptions): Promise<UserData>;

    /** Withdraws your markets for good, some with each call: repeat it until `remaining` is false. */
    erase(options?: CallOptions): Promise<Erasure>;
  };

  /** The cities that take applications. Needs no token. */
  cities: ListCities;
};

/**
 * A client for applicants.
 *
 * @example
 * ```ts
 * const auth = authorizationCode({ ...endpoints, clientId, redirectUri });
 * const client = createB2cClient({ url: apiUrl, token: auth.token });
 * const market = await client.markets.submit({
 *   marketName: 'Old Town Market',
 *   marketDescription: 'Mulled wine and carols',
 *   marketAveragePrice: 12.5,
 *   city: 'Cluj-Napoca',
 * });
 * ```
 * @throws `TypeError` if `url` is not an `https:` URL; `http:` is taken on loopback only.
 */
export function createB2cClient(options: ClientOptions): B2cClient {
  const call = createTypedCall<B2cRouter>('b2c', options);

  const list: B2cClient['markets']['list'] = async ({ userId = 'me', ...page } = {}, options) =>
    call({ path: 'markets.list', type: 'query', input: { userId, ...page } }, options);

  return {
    markets: {
      list,
      listAll: (query, options) => eachMarket((cursor) => list({ ...query, cursor }, options)),
      submit: async ({ userId = 'me', marketId = crypto.randomUUID(), ...content }, options) =>
        call(
          {
            path: 'markets.submit',
            type: 'mutation',
            input: { userId, marketId, ...content },
          },
          options,
        ),
      edit: async ({ userId = 'me', marketId, revision }, changes, options) =>
        call(
          {
            path: 'markets.edit',
            type: 'mutation',
            input: { ...changes, userId, marketId, revision },
          },
          options,
        ),
      withdraw: async ({ userId = 'me', marketId }, options) =>
        call(
          {
            path: 'markets.withdraw',
            type: 'mutation',
            input: { userId, marketId },
          },
          options,
        ),
    },
    users: {
      export: (query = {}, options) =>
        call({ path: 'users.export', type: 'query', input: query }, options),
      erase: (options) => call({ path: 'users.erase', type: 'mutation', input: {} }, options),
    },
    cities: createListCities(options),
  };
}
