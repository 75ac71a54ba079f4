import { toBaseUrl } from './base-url.ts';
import type { City } from './contract.gen.ts';
import type { ClientOptions } from './send.ts';
import { type CallOptions, settle } from './settle.ts';
import { createTransport } from './transport.ts';

/** The cities of the catalogue, which anyone may ask for: no token is sent. */
export type ListCities = (options?: CallOptions) => Promise<City[]>;

/** The catalogue is public and served over REST only. */
export function createListCities({ url, fetch, timeout, retries }: ClientOptions): ListCities {
  const transport = createTransport(fetch);
  return (options = {}) =>
    settle(
      async (signal) => {
        const response = await transport(`${toBaseUrl(url)}/v1/cities`, { signal });
        const { items }: { items: City[] } = await response.json();
        return items;
      },
      { ...options, timeout: options.timeout ?? timeout, retries: options.retries ?? retries },
    );
}
