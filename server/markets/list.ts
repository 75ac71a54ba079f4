import {
  type ApprovedMarketPage,
  type Market,
  type MarketPage,
  maxIdLength,
} from '../domain/market.ts';
import { type Status, statuses } from '../domain/schemas.ts';
import {
  approvedPosition,
  cityPosition,
  decodeCursor,
  encodeCursor,
  ownerPosition,
} from './cursor.ts';
import type { MarketEntity } from './entity.ts';
import { takePayload } from './payload.ts';
import { createReader, type Page } from './read.ts';
import type { PageRequest } from './store.ts';
import { cityIndex } from './table.ts';

export async function listByOwner(
  entity: MarketEntity,
  userId: string,
  { limit, cursor }: PageRequest,
): Promise<MarketPage> {
  const after = cursor === undefined ? null : decodeCursor(ownerPosition, cursor);
  const { readPage } = createReader();
  const page = await readPage(after && encodeCursor({ userId, ...after }), (from) =>
    entity.query
      .byOwner({ userId })
      .go({ limit, order: 'desc', consistent: true, cursor: from, ignoreOwnership: true }),
  );
  const items = takePayload(page.data, (market) => market);
  const last = items.at(-1);
  const more = page.cursor !== null || items.length < page.data.length;
  return {
    items,
    ...(more && last && { nextCursor: encodeCursor({ marketId: last.marketId }) }),
  };
}

/**
 * One Query for one status. For all statuses one Query each, merged by revision: the index is sorted
 * by status first, and the list is in the order of the revisions.
 */
export async function listByCity(
  entity: MarketEntity,
  { city, status, page }: { city: string; status: Status | undefined; page: PageRequest },
): Promise<MarketPage> {
  const after = page.cursor === undefined ? null : decodeCursor(cityPosition, page.cursor);
  const { readPage } = createReader();
  const pages = await Promise.all(
    (status === undefined ? statuses : [status]).map((each) =>
      readPage(after && encodeCursor(createIndexKey(city, each, after)), (from) =>
        entity.query
          .byCity({ city, status: each })
          .go({ limit: page.limit, cursor: from, ignoreOwnership: true }),
      ),
    ),
  );
  const merged = mergePages(pages);
  const items = takePayload(merged.slice(0, page.limit), (market) => market);
  const last = items.at(-1);
  const more = merged.length > items.length || pages.some((found) => found.cursor !== null);
  if (!more || last === undefined) return { items };
  const { revision, userId, marketId } = last;
  return { items, nextCursor: encodeCursor({ revision, userId, marketId }) };
}

/** One Query, oldest revision first. */
export async function listApproved(
  entity: MarketEntity,
  city: string,
  { limit, cursor }: PageRequest,
): Promise<ApprovedMarketPage> {
  const status = 'approved';
  const index =
    cursor === undefined
      ? entity.query.byCity({ city, status })
      : entity.query.byCity({ city }).between(
          // The next possible text after this revision: '!' is the first character of ids.
          { status, revision: `${decodeCursor(approvedPosition, cursor).revision}!` },
          { status, revision: '~'.repeat(maxIdLength + 1) },
        );
  const { readPage } = createReader();
  const page = await readPage(null, (from) =>
    index.go({ limit, cursor: from, ignoreOwnership: true }),
  );
  const read = takePayload(page.data, (market) => market);
  const last = read.at(-1);
  const more = page.cursor !== null || read.length < page.data.length;
  return {
    // Another program may have written a status that differs from the key of the index.
    items: read.filter((market) => market.status === status),
    ...(more && last && { nextCursor: encodeCursor({ revision: last.revision }) }),
  };
}

function mergePages(pages: readonly Page[]): Market[] {
  // A Query may stop at 1 MB. Markets of other statuses behind that point are left to the next page:
  // otherwise they would come before those that were not read yet.
  const ends = pages.flatMap(({ cursor, data }) => (cursor ? [data.at(-1)?.revision ?? ''] : []));
  return (
    pages
      .flatMap(({ data }) => data)
      .filter(({ revision }) => ends.every((end) => revision <= end))
      .sort(byRevision)
      // A market that is decided between two of the queries is found by both, with two states.
      .filter((market, index, all) => market.marketId !== all[index - 1]?.marketId)
  );
}

/** The oldest first. Of two states with the same revision, the one with more decisions first. */
function byRevision(a: Market, b: Market): number {
  if (a.revision === b.revision) return b.decisions.length - a.decisions.length;
  return a.revision < b.revision ? -1 : 1;
}

/** ElectroDB's own cursor is the whole key. Ours leaves out the partition. */
function createIndexKey(
  city: string,
  status: Status,
  { revision, ...key }: { revision: string; userId: string; marketId: string },
) {
  return { [cityIndex.hashKey]: city, [cityIndex.rangeKey]: `${status}#${revision}`, ...key };
}
