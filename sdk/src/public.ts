import { createListCities, type ListCities } from './cities.ts';
import type { ApprovedMarket, ApprovedMarketPage, ApprovedMarketsQuery } from './contract.ts';
import { assertSecureUrls } from './options.ts';
import { eachMarket } from './pages.ts';
import { createPublicGet, type PublicClientOptions } from './public-get.ts';
import type { CallOptions } from './retry.ts';

/** What everyone may read, without a sign-in. Every call can reject with any {@link SdkError}. */
export type PublicClient = {
  markets: {
    /**
     * One page of a city's approved markets. Browsers reuse an answer for a minute.
     *
     * @throws {@link ApiError} `UNKNOWN_CITY`.
     */
    list(query: ApprovedMarketsQuery, options?: CallOptions): Promise<ApprovedMarketPage>;

    /**
     * All of a city's approved markets, read page by page. `options` apply to each page.
     *
     * @example
     * ```ts
     * for await (const market of client.markets.listAll({ city: 'iasi' })) {
     *   console.log(market.marketName, market.opensOn);
     * }
     * ```
     */
    listAll(
      query: Omit<ApprovedMarketsQuery, 'cursor'>,
      options?: CallOptions,
    ): AsyncGenerator<ApprovedMarket, void, undefined>;
  };

  /** The cities of the catalogue. */
  cities: ListCities;
};

/**
 * A client for visitors. It needs no token.
 *
 * @example
 * ```ts
 * const client = createPublicClient({ url: apiUrl });
 * const { items } = await client.markets.list({ city: 'Cluj-Napoca' });
 * ```
 * @throws `TypeError` if `url` is not an `https:` URL. `http:` is allowed on loopback.
 */
export function createPublicClient(options: PublicClientOptions): PublicClient {
  assertSecureUrls({ url: options.url }, options.allowInsecureHttp);
  const get = createPublicGet(options);

  const list: PublicClient['markets']['list'] = ({ city, ...page }, options) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(page)) {
      if (value !== undefined) query.set(name, `${value}`);
    }
    const search = query.size > 0 ? `?${query}` : '';
    return get(`/${encodeURIComponent(city)}/christmas-markets${search}`, options);
  };

  return {
    markets: {
      list,
      listAll: (query, options) =>
        eachMarket((cursor) => list({ ...query, cursor }, options), options?.signal),
    },
    cities: createListCities(options),
  };
}
