import type { Market } from '../domain/market.ts';
import type { Items } from './items.ts';
import { readOne } from './read.ts';
import type { MarketKey } from './store.ts';

export async function getMarket(items: Items, key: MarketKey): Promise<Market | null> {
  const item = await items.get(key);
  return (item && readOne(item)) ?? null;
}
