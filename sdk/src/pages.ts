import type { Market, MarketPage } from './contract.ts';

/** Every market of every page. A page is requested when the one before it is used up. */
export async function* eachMarket(
  list: (cursor: string | undefined) => Promise<MarketPage>,
): AsyncGenerator<Market, void, undefined> {
  const seen = new Set<string | undefined>();
  let cursor: string | undefined;
  do {
    seen.add(cursor);
    const page = await list(cursor);
    yield* page.items;
    cursor = page.nextCursor;
    // A cursor that repeats would never end.
  } while (cursor !== undefined && !seen.has(cursor));
}
