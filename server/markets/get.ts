import type { Market } from '../domain/market.ts';
import type { MarketEntity } from './entity.ts';
import { createReader } from './read.ts';
import type { MarketKey } from './store.ts';

/** Consistent: the caller sees its own last write. */
export async function getMarket(entity: MarketEntity, key: MarketKey): Promise<Market | null> {
  const { data } = await entity.get(key).go({ consistent: true, ignoreOwnership: true });
  return data && (createReader().readMarket(data) ?? null);
}
