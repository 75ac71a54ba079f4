import { readChangeTime } from './change-id.ts';
import type { MarketKey } from './store.ts';
import { changesIndex, marketTable } from './table.ts';

/** For so long a withdrawal can be learnt of, and a cursor of the changes is accepted. */
export const noticeDays = 30;
const noticeMs = noticeDays * 24 * 60 * 60 * 1_000;

/**
 * The item that takes the place of a withdrawn market. Its partition is its own, so that no list, limit
 * or export of the owner finds it. The keys hold everything: the index of changes needs no other attribute.
 */
export function createNotice({ userId, marketId }: MarketKey, city: string, changeId: string) {
  return {
    [marketTable.hashKey]: { S: `${prefix}${userId}#${city}` },
    [marketTable.rangeKey]: { S: marketId },
    [changesIndex.hashKey]: { S: city },
    [changesIndex.rangeKey]: { S: changeId },
    [marketTable.expiry]: { N: `${Math.ceil((readChangeTime(changeId) + noticeMs) / 1_000)}` },
  };
}

/** The key of the withdrawn market, if the key is that of a notice. */
export function readNoticeKey({ userId, marketId }: MarketKey): MarketKey | undefined {
  if (!userId.startsWith(prefix)) return undefined;
  const [, withdrawn = ''] = userId.split('#');
  return { userId: withdrawn, marketId };
}

/** The oldest time from which all notices still exist. */
export function findOldestFollowed(now: number): number {
  return now - noticeMs;
}

/** Ids of users hold no `#`. */
const prefix = 'withdrawn#';
