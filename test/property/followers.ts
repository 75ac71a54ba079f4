import { expect } from 'vitest';
import type { Market } from '../../server/domain/market.ts';
import { Problem } from '../../server/domain/problems.ts';
import type { MarketStore } from '../../server/markets/store.ts';
import { type State, toRowKey } from './model.ts';

/** A city's system that keeps a copy of its markets by the changes. */
export type Follower = {
  /** Reads one page. */
  poll(): Promise<void>;
  /** Reads on until nothing more can be read. */
  finish(): Promise<void>;
  /** The copy holds exactly the markets of its city. */
  expectComplete(state: State): void;
};

type Reads = Pick<MarketStore, 'listChanges' | 'listByCity'>;

/** Starts as the guide says: takes a cursor, lists all markets, and follows. `limit` is that of a page. */
export function createFollower(
  store: Reads,
  { city, limit }: { city: string; limit: number },
): Follower {
  const copy = new Map<string, Market>();
  let cursor: string | undefined;
  let pages = 0;

  async function start(): Promise<void> {
    const { nextCursor } = await store.listChanges(city, { cursor: 'now', limit });
    copy.clear();
    let listed: string | undefined;
    do {
      const page = await store.listByCity(city, undefined, { limit, cursor: listed });
      for (const market of page.items) copy.set(toRowKey(market), market);
      listed = page.nextCursor;
    } while (listed !== undefined);
    cursor = nextCursor;
  }

  /** Returns whether more can be read. */
  async function read(): Promise<boolean> {
    if (cursor === undefined) {
      await start();
      return true;
    }
    const { items, nextCursor, more } = await store.listChanges(city, { cursor, limit });
    expect(items.length).toBeLessThanOrEqual(limit);
    for (const { type, market, ...key } of items) {
      if (type === 'withdrawn') copy.delete(toRowKey(key));
      else if (market !== undefined) copy.set(toRowKey(key), market);
    }
    pages += 1;
    // It stops here at every third page, before it has stored its cursor, and reads the page again.
    if (pages % 3 === 0) return true;
    cursor = nextCursor;
    return more;
  }

  return {
    async poll() {
      await read().catch(assertTemporary);
    },
    async finish() {
      for (let more = true; more; ) more = await read();
    },
    expectComplete(state) {
      const expected = [...state].filter(([, market]) => market.city === city);
      expect(Object.fromEntries(copy), `a copy of ${city}`).toEqual(Object.fromEntries(expected));
    },
  };
}

/** A failing database is a 503: the next poll tries again. */
function assertTemporary(error: unknown): void {
  if (!(error instanceof Problem) || error.problemCode !== 'SERVICE_UNAVAILABLE') throw error;
}
