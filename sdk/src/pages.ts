import type { Market, MarketPage } from './contract.gen.ts';

/** Every market of every page; a page is asked for when the one before was used up. */
export async function* eachMarket(
  list: (cursor: string | undefined) => Promise<MarketPage>,
): AsyncGenerator<Market, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await list(cursor);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
