import type { ClientOptions } from './client-options.ts';
import type { City } from './contract.ts';
import { withDeadline } from './deadline.ts';
import { GatewayError } from './errors/gateway-error.ts';
import { type CallOptions, retry } from './retry.ts';
import { createTransport } from './transport.ts';

/** The cities of the catalogue. Public: no token is sent. */
export type ListCities = (options?: CallOptions) => Promise<City[]>;

/** The catalogue is served over REST only. */
export function createListCities({ url, fetch, timeout, retries }: ClientOptions): ListCities {
  const transport = createTransport(fetch);
  const target = `${url.replace(/\/$/, '')}/v1/cities`;

  async function request(signal: AbortSignal): Promise<City[]> {
    const response = await transport(target, { signal });
    const { items }: { items?: City[] } = await response.json();
    if (Array.isArray(items)) return items;
    throw new GatewayError(target, response, { said: 'with unexpected JSON' });
  }

  return (options = {}) =>
    withDeadline(
      (deadline) =>
        retry(() => request(deadline.signal), { retries: options.retries ?? retries, deadline }),
      { timeout: options.timeout ?? timeout, signal: options.signal },
    );
}
