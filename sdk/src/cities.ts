import { toBaseUrl } from './base-url.ts';
import type { City } from './contract.gen.ts';
import { GatewayError } from './errors/gateway-error.ts';
import { type CallOptions, settle } from './retry.ts';
import type { ClientOptions } from './send.ts';
import { createTransport } from './transport.ts';

/** The cities of the catalogue, which anyone may ask for: no token is sent. */
export type ListCities = (options?: CallOptions) => Promise<City[]>;

/** The catalogue is public and served over REST only. */
export function createListCities({ url, fetch, timeout, retries }: ClientOptions): ListCities {
  const transport = createTransport(fetch);
  return (options = {}) =>
    settle(
      async (signal) => {
        const target = `${toBaseUrl(url)}/v1/cities`;
        const response = await transport(target, { signal });
        const { items }: { items?: City[] } = await response.json();
        if (Array.isArray(items)) return items;
        throw new GatewayError(target, response, { said: 'in JSON of another kind' });
      },
      { ...options, timeout: options.timeout ?? timeout, retries: options.retries ?? retries },
    );
}
