import { type Market, marketSchema } from '../domain/market.ts';
import { noteInLog } from '../observe/call-record.ts';

/** `cursor` is ElectroDB's, `null` on the last page. Not empty, unless it is the last page. */
export type Page = { data: Market[]; cursor: string | null };

type RawPage = { data: readonly object[]; cursor: string | null };

/**
 * Reads stored items for one call. An item that is not a market by its shape is left out, and
 * its key is logged: it must not fail the whole call.
 */
export function createReader() {
  const leftOut: string[] = [];

  async function readPage(
    cursor: string | null,
    read: (cursor: string | null) => Promise<RawPage>,
  ): Promise<Page> {
    const page = await read(cursor);
    const data = page.data.flatMap((item) => readMarket(item) ?? []);
    if (data.length > 0 || page.cursor === null) return { data, cursor: page.cursor };
    // Clients take an empty page for the last one.
    return readPage(page.cursor, read);
  }

  function readMarket(item: object): Market | undefined {
    const { data: market } = marketSchema.safeParse(item);
    if (market !== undefined) return market;
    leftOut.push(describeKey(item));
    noteInLog({ leftOut: { count: leftOut.length, keys: leftOut.slice(0, mostKeys) } });
    return undefined;
  }

  return { readMarket, readPage };
}

const mostKeys = 20;
const longestId = 100;

/** Other programs may have written anything: the log gets no long or invisible text. */
function describeKey(item: object): string {
  const { userId, marketId } = { userId: undefined, marketId: undefined, ...item };
  return [userId, marketId]
    .map((id) =>
      String(id)
        .slice(0, longestId)
        .replace(/[^!-~]/g, '?'),
    )
    .join('/');
}
