import type { City } from './contract.ts';
import { createPublicGet, type PublicClientOptions } from './public-get.ts';
import type { CallOptions } from './retry.ts';

/** The cities of the catalogue. Public: no token is sent. */
export type ListCities = (options?: CallOptions) => Promise<City[]>;

export function createListCities(options: PublicClientOptions): ListCities {
  const get = createPublicGet(options);
  return async (options) => (await get<{ items: City[] }>('', options)).items;
}
