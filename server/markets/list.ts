import { type Market, type MarketPage, type Status, statuses } from '../domain/schemas.ts';
import { cityPosition, decodeCursor, encodeCursor, ownerPosition } from './cursor.ts';
import type { MarketEntity } from './entity.ts';
import type { PageRequest } from './store.ts';
import { marketTable } from './table.ts';

export async function listByOwner(
  entity: MarketEntity,
  userId: string,
  { limit, cursor }: PageRequest,
): Promise<MarketPage> {
  const after = cursor === undefined ? null : decodeCursor(ownerPosition, cursor);
  const page = await readVisible(after && encodeCursor({ userId, ...after }), (from) =>
    entity.query.byOwner({ userId }).go({ limit, consistent: true, cursor: from }),
  );
  const last = page.data.at(-1);
  return {
    items: page.data,
    ...(page.cursor && last && { nextCursor: encodeCursor({ marketId: last.marketId }) }),
  };
}

/**
 * One Query for one status. Over all of them, one Query a status merged by revision: the index is
 * sorted by status first, and the promise is "oldest revision first".
 */
export async function listByCity(
  entity: MarketEntity,
  { city, status, page }: { city: string; status: Status | undefined; page: PageRequest },
): Promise<MarketPage> {
  const after = page.cursor === undefined ? null : decodeCursor(cityPosition, page.cursor);
  const pages = await Promise.all(
    (status === undefined ? statuses : [status]).map((each) =>
      readVisible(after && encodeCursor(toIndexKey(city, each, after)), (from) =>
        entity.query.byCity({ city, status: each }).go({ limit: page.limit, cursor: from }),
      ),
    ),
  );
  // A Query may stop at 1 MB. Markets of other statuses past that point wait for the next page:
  // otherwise they would overtake those that were not read yet.
  const ends = pages.flatMap(({ cursor, data }) => (cursor ? [data.at(-1)?.revision ?? ''] : []));
  const merged = pages
    .flatMap((found) => found.data)
    .filter(({ revision }) => ends.every((end) => revision <= end))
    .sort(byRevision)
    // Decided between two of the queries, a market is found by both: as it was, and as it is.
    .filter((market, index, all) => market.marketId !== all[index - 1]?.marketId);
  const items = merged.slice(0, page.limit);
  const last = items.at(-1);
  const more = merged.length > items.length || pages.some((found) => found.cursor !== null);
  if (!more || last === undefined) return { items };
  const { revision, userId, marketId } = last;
  return { items, nextCursor: encodeCursor({ revision, userId, marketId }) };
}

/** The oldest first; of one revision what has more decisions. */
function byRevision(a: Market, b: Market): number {
  if (a.revision === b.revision) return b.decisions.length - a.decisions.length;
  return a.revision < b.revision ? -1 : 1;
}

/**
 * Reads on where a page holds only items that something else wrote, which ElectroDB leaves out: a list
 * would seem to end there.
 */
async function readVisible<T>(
  cursor: string | null,
  read: (cursor: string | null) => Promise<{ data: T[]; cursor: string | null }>,
): Promise<{ data: T[]; cursor: string | null }> {
  const page = await read(cursor);
  if (page.data.length > 0 || page.cursor === null) return page;
  return readVisible(page.cursor, read);
}

/** ElectroDB's own cursor is the whole key; ours leaves the partition to the caller's rights. */
function toIndexKey(
  city: string,
  status: Status,
  { revision, ...key }: { revision: string; userId: string; marketId: string },
) {
  const { hashKey, rangeKey } = marketTable.cityIndex;
  return { [hashKey]: city, [rangeKey]: `${status}#${revision}`, ...key };
}
