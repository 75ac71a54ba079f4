import { type Market, marketSchema } from '../domain/market.ts';
import { markValid } from '../domain/validated.ts';
import { noteInLog } from '../observe/call-record.ts';
import type { Item, ItemPage } from './items.ts';
import type { Position } from './requests.ts';

/** `next` is the position of the next page. Not empty, unless it is the last page. */
export type Page = { data: Market[]; next: Position };

/**
 * Reads stored items for one call. An item that is not a market by its shape is left out, and
 * its key is logged: it must not fail the whole call.
 */
export function createReader() {
  const leftOut: string[] = [];

  async function readPage(
    after: Position,
    read: (after: Position) => Promise<ItemPage>,
  ): Promise<Page> {
    const { items, next } = await read(after);
    const data = items.flatMap((item) => readMarket(item) ?? []);
    if (data.length > 0 || next === undefined) return { data, next };
    // Clients take an empty page for the last one.
    return readPage(next, read);
  }

  function readMarket(item: Item): Market | undefined {
    const { data: market } = marketSchema.safeParse(item);
    if (market !== undefined) return market;
    leftOut.push(describeKey(item));
    noteInLog({ leftOut: { count: leftOut.length, keys: leftOut.slice(0, mostKeys) } });
    return undefined;
  }

  return { readMarket, readPage };
}

/** One market, which is the output of a call. */
export function readOne(item: Item): Market | undefined {
  const market = createReader().readMarket(item);
  return market && markValid(marketSchema, market);
}

/** The new state of a market that a write returns. */
export function readWritten(item: Item): Market {
  const market = readOne(item);
  if (market === undefined) throw new Error('The market was written, and cannot be read');
  return market;
}

const mostKeys = 20;
const longestId = 100;

/** Other programs may have written anything: the log gets no long or invisible text. */
function describeKey({ userId, marketId }: Item): string {
  return [userId, marketId]
    .map((id) =>
      String(id)
        .slice(0, longestId)
        .replace(/[^!-~]/g, '?'),
    )
    .join('/');
}
