import type { Change, Market } from '../contract.ts';
import { createIdGenerator } from '../market-id.ts';
import { FakeProblem, invalidInput, marketNotFound } from './fake-problem.ts';

/** A write of a market, in the order of the writes. */
type Write = { place: number; at: number; type: Change['type']; market: Market };

export type Store = ReturnType<typeof createStore>;

/** The markets in memory, and the last change of each. */
export function createStore(clock: () => number) {
  const markets = new Map<string, Market>();
  const writes = new Map<string, Write>();
  let place = 0;

  function write(type: Change['type'], market: Market): Market {
    const key = keyOf(market);
    place += 1;
    writes.set(key, { place, at: clock(), type, market });
    if (type === 'withdrawn') markets.delete(key);
    else markets.set(key, market);
    return market;
  }

  return {
    write,
    now: () => new Date(clock()).toISOString(),
    createRevision: createIdGenerator(clock),
    all: () => [...markets.values()],
    find: (key: Key) => markets.get(keyOf(key)),
    /** @throws `MARKET_NOT_FOUND`, also if the caller may not see it. */
    get(key: Key, mayRead: (market: Market) => boolean = () => true): Market {
      const market = markets.get(keyOf(key));
      if (market === undefined || !mayRead(market)) throw marketNotFound();
      return market;
    },
    changesOf: (city: string) =>
      [...writes.values()]
        .filter(({ market }) => market.city === city)
        .sort((a, b) => a.place - b.place),
    lastPlace: () => place,
  };
}

type Key = { userId: string; marketId: string };

function keyOf({ userId, marketId }: Key): string {
  return `${userId} ${marketId}`;
}

/** @throws `STALE_REVISION` if the market has changed since. */
export function assertRevision(market: Market, revision: string): void {
  if (market.revision === revision) return;
  throw new FakeProblem(
    'STALE_REVISION',
    `You sent revision ${revision}, but the market is now at ${market.revision}. Read it again first.`,
  );
}

/** A page from a position on, and the cursor of the next one. */
export function takePage<Item>(
  items: readonly Item[],
  { limit = 25, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  positionOf: (item: Item) => string,
): { items: Item[]; nextCursor?: string } {
  const after = cursor === undefined ? undefined : readPosition(decodeCursor(cursor));
  const start = after === undefined ? 0 : items.findIndex((each) => positionOf(each) > after);
  const rest = start === -1 ? [] : items.slice(start);
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  if (last === undefined || rest.length === shown.length) return { items: shown };
  return { items: shown, nextCursor: encodeCursor({ after: positionOf(last) }) };
}

export function encodeCursor(position: object): string {
  return btoa(JSON.stringify(position).replace(/[^\x20-\x7e]/g, toEscape))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

export function decodeCursor(cursor: string): Record<string, unknown> {
  try {
    return JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    throw invalidCursor();
  }
}

export function invalidCursor(): FakeProblem {
  return invalidInput('cursor', 'Expected the nextCursor of the page before', 'invalid_cursor');
}

function readPosition({ after }: Record<string, unknown>): string {
  if (typeof after === 'string') return after;
  throw invalidCursor();
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
