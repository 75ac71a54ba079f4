import {
  type ApprovedMarketPage,
  type Market,
  type MarketPage,
  marketPageSchema,
} from '../domain/market.ts';
import { type Status, statuses } from '../domain/schemas.ts';
import { markValid } from '../domain/validated.ts';
import {
  approvedPosition,
  cityPosition,
  decodeCursor,
  encodeCursor,
  ownerPosition,
} from './cursor.ts';
import type { Items } from './items.ts';
import { takePayload } from './payload.ts';
import { createReader, type Page } from './read.ts';
import { createCityPosition, createKey, type Position } from './requests.ts';
import type { PageRequest } from './store.ts';

export async function listByOwner(
  items: Items,
  userId: string,
  { limit, cursor }: PageRequest,
): Promise<MarketPage> {
  const after = cursor === undefined ? undefined : decodeCursor(ownerPosition, cursor);
  const { readPage } = createReader();
  const page = await readPage(after && createKey({ userId, ...after }), (from) =>
    items.queryByOwner(userId, { limit, after: from }),
  );
  const shown = takePayload(page.data, (market) => market);
  const last = shown.at(-1);
  const more = page.next !== undefined || shown.length < page.data.length;
  return markValid(marketPageSchema, {
    items: shown,
    ...(more && last && { nextCursor: encodeCursor({ marketId: last.marketId }) }),
  });
}

/**
 * One Query for one status. For all statuses one Query each, merged by revision: the index is sorted
 * by status first, and the list is in the order of the revisions.
 */
export async function listByCity(
  items: Items,
  { city, status, page }: { city: string; status: Status | undefined; page: PageRequest },
): Promise<MarketPage> {
  const after = page.cursor === undefined ? undefined : decodeCursor(cityPosition, page.cursor);
  const { readPage } = createReader();
  const ranges = (status === undefined ? statuses : [status]).map((each) => ({
    start: after && createCityPosition({ city, status: each, ...after }),
    read: (from: Position, limit: number) =>
      readPage(from, (position) => items.queryByCity(city, each, { limit, after: position })),
  }));
  const { merged, isComplete } = await readMerged(ranges, page.limit);
  const shown = takePayload(merged.slice(0, page.limit), (market) => market);
  const last = shown.at(-1);
  const more = merged.length > shown.length || !isComplete;
  if (!more || last === undefined) return markValid(marketPageSchema, { items: shown });
  const { revision, userId, marketId } = last;
  const nextCursor = encodeCursor({ revision, userId, marketId });
  return markValid(marketPageSchema, { items: shown, nextCursor });
}

/** One Query, oldest revision first. */
export async function listApproved(
  items: Items,
  city: string,
  { limit, cursor }: PageRequest,
): Promise<ApprovedMarketPage> {
  const status = 'approved';
  const position = cursor === undefined ? undefined : decodeCursor(approvedPosition, cursor);
  const { readPage } = createReader();
  const page = await readPage(undefined, (after) =>
    items.queryByCity(city, status, { limit, after, revision: position?.revision }),
  );
  const read = takePayload(page.data, (market) => market);
  const last = read.at(-1);
  const more = page.next !== undefined || read.length < page.data.length;
  return {
    // Another program may have written a status that differs from the key of the index.
    items: read.filter((market) => market.status === status),
    ...(more && last && { nextCursor: encodeCursor({ revision: last.revision }) }),
  };
}

type Range = { start: Position; read: (from: Position, limit: number) => Promise<Page> };

/**
 * Reads `limit` markets of several ranges, the lowest revisions first. Each range gives its share at
 * first. Then the range that ends first is read on: what comes next may be in it. If the database ended
 * its page early, at 1 MB, the list ends there, too: one call reads a bounded amount.
 */
async function readMerged(ranges: readonly Range[], limit: number) {
  const share = ranges.length === 1 ? limit : Math.ceil(limit / ranges.length) + 1;
  const pages = await Promise.all(
    ranges.map(async (range) => {
      const page = await range.read(range.start, share);
      return { range, ...page, isCut: page.data.length < share };
    }),
  );
  for (;;) {
    const merged = mergePages(pages);
    const [first] = pages
      .filter(({ next }) => next !== undefined)
      .toSorted((a, b) => (findEnd(a) < findEnd(b) ? -1 : 1));
    if (first === undefined || merged.length >= limit || (first.isCut && merged.length > 0)) {
      return { merged, isComplete: first === undefined };
    }
    const wanted = limit - merged.length;
    const { data, next } = await first.range.read(first.next, wanted);
    first.data.push(...data);
    first.next = next;
    first.isCut = data.length < wanted;
  }
}

function findEnd({ data }: Page): string {
  return data.at(-1)?.revision ?? '';
}

function mergePages(pages: readonly Page[]): Market[] {
  // Markets of other statuses behind the end of a page are left to the next one: otherwise they would come
  // before those that were not read yet.
  const ends = pages.flatMap((page) => (page.next ? [findEnd(page)] : []));
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
