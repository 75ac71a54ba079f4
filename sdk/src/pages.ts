/** Every market of every page. A page is requested when the one before it is used up. */
export async function* eachMarket<Market>(
  list: (cursor: string | undefined) => Promise<{ items: Market[]; nextCursor?: string }>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Market, void, undefined> {
  const seen = new Set<string | undefined>();
  let cursor: string | undefined;
  do {
    seen.add(cursor);
    const page = await list(cursor);
    yield* untilAborted(page.items, signal);
    cursor = page.nextCursor;
    // A cursor that repeats would never end.
  } while (cursor !== undefined && !seen.has(cursor));
}

/** Each item of a page. @throws the reason of the signal, before the next item */
export function* untilAborted<Item>(
  items: readonly Item[],
  signal: AbortSignal | undefined,
): Generator<Item, void, undefined> {
  for (const item of items) {
    signal?.throwIfAborted();
    yield item;
  }
}
