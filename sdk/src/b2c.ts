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
import { createMarketId } from './market-id.ts';
import { eachMarket } from './pages.ts';
import type { CallOptions } from './retry.ts';
import type { B2cRouter } from './router.ts';

/**
 * The operations of applicants on their own markets and data. Every call can reject with any
 * {@link SdkError}. Each operation names the codes that a program should handle.
 */
export type B2cClient = {
  markets: {
    /** One page of your own markets, newest first if this client chose their ids. */
    list(query?: OwnMarketsQuery, options?: CallOptions): Promise<MarketPage>;

    /**
     * All your own markets, read page by page. `options` apply to each page.
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
     * One of your own markets, always up to date.
     *
     * @throws {@link ApiError} `MARKET_NOT_FOUND`.
     */
    get(market: OwnMarket, options?: CallOptions): Promise<Market>;

    /**
     * Submits a market. Without a `marketId` the client chooses one before it sends the request, so that a
     * repeated request never makes a second market. Give your own to make a repeated call safe too.
     * {@link limits} has the lengths and the highest price.
     *
     * @throws {@link ApiError} `UNKNOWN_CITY`, `INVALID_INPUT`, `MARKET_LIMIT_REACHED`, or
     * `MARKET_EXISTS` if your `marketId` was submitted with other content.
     */
    submit(market: MarketSubmission, options?: CallOptions): Promise<Market>;

    /**
     * Changes a market as you read it. It becomes `pending` again and gets a new `revision`. An edit is never
     * repeated after a network error: read the market again by `get` to see whether it was changed.
     *
     * @example
     * ```ts
     * const edited = await client.markets.edit(market, { marketAveragePrice: 9.5 });
     * ```
     * @throws {@link ApiError} `STALE_REVISION` if it was changed since, or `MARKET_NOT_FOUND`.
     */
    edit(market: OwnRevision, changes: MarketChanges, options?: CallOptions): Promise<Market>;

    /** Deletes a market permanently. Also succeeds if the market no longer exists. */
    withdraw(market: OwnMarket, options?: CallOptions): Promise<void>;
  };

  /** Your stored data. Your account with the sign-in service is not part of it. */
  users: {
    /** One page of your stored data: your id, and your markets with every decision. */
    export(query?: UserDataQuery, options?: CallOptions): Promise<UserData>;

    /** Deletes your markets permanently, some with each call. Repeat it until `remaining` is false. */
    erase(options?: CallOptions): Promise<Erasure>;
  };

  /** The cities that accept applications. No token is sent. */
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
 * @throws `TypeError` if `url` is not an `https:` URL. `http:` is allowed on loopback.
 */
export function createB2cClient(options: ClientOptions): B2cClient {
  const call = createTypedCall<B2cRouter>('b2c', options);

  const list: B2cClient['markets']['list'] = async ({ userId = 'me', ...page } = {}, options) =>
    call({ path: 'markets.list', type: 'query', input: { userId, ...page } }, options);

  return {
    markets: {
      list,
      listAll: (query, options) =>
        eachMarket((cursor) => list({ ...query, cursor }, options), options?.signal),
      get: async ({ userId = 'me', marketId }, options) =>
        call({ path: 'markets.get', type: 'query', input: { userId, marketId } }, options),
      submit: async ({ userId = 'me', marketId = createMarketId(), ...content }, options) =>
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
