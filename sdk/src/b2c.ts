import { createListCities, type ListCities } from './cities.ts';
import type {
  B2cProcedures,
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
} from './contract.gen.ts';
import { eachMarket } from './pages.ts';
import type { CallOptions } from './retry.ts';
import { type ClientOptions, createSend } from './send.ts';

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
  const send = createSend<B2cProcedures>('b2c', options);

  const list: B2cClient['markets']['list'] = async ({ userId = 'me', ...page } = {}, options) =>
    send(
      { path: 'markets.list', type: 'query', input: { userId, ...page }, repeatable: true },
      options,
    );

  return {
    markets: {
      list,
      listAll: (query, options) => eachMarket((cursor) => list({ ...query, cursor }, options)),
      submit: async ({ userId = 'me', marketId = crypto.randomUUID(), ...content }, options) =>
        send(
          {
            path: 'markets.submit',
            type: 'mutation',
            input: { userId, marketId, ...content },
            repeatable: true,
          },
          options,
        ),
      edit: async ({ userId = 'me', marketId, revision }, changes, options) =>
        send(
          {
            path: 'markets.edit',
            type: 'mutation',
            input: { ...changes, userId, marketId, revision },
            repeatable: false,
          },
          options,
        ),
      withdraw: async ({ userId = 'me', marketId }, options) =>
        send(
          {
            path: 'markets.withdraw',
            type: 'mutation',
            input: { userId, marketId },
            repeatable: true,
          },
          options,
        ),
    },
    users: {
      export: (query = {}, options) =>
        send({ path: 'users.export', type: 'query', input: query, repeatable: true }, options),
      erase: (options) =>
        send({ path: 'users.erase', type: 'mutation', input: {}, repeatable: true }, options),
    },
    cities: createListCities(options),
  };
}
