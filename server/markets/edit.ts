import type { Market } from '../domain/market.ts';
import type { MarketEntity } from './entity.ts';
import { isConditionFailure, marketNotFound, staleRevision } from './failures.ts';
import { createRevision } from './revision.ts';
import type { MarketChanges, MarketKey } from './store.ts';

type Edit = { key: MarketKey; revision: string; changes: MarketChanges };

export async function edit(
  entity: MarketEntity,
  { key, revision, changes }: Edit,
): Promise<Market> {
  const next = createRevision();
  try {
    const { data } = await entity
      .patch(key)
      .set({ ...changes, ...next })
      .where((stored, { eq }) => eq(stored.revision, revision))
      .go({ response: 'all_new' });
    return data;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const { data: stored } = await entity.get(key).go({ consistent: true, ignoreOwnership: true });
    if (stored === null) throw marketNotFound();
    // The SDK tried twice: the first attempt was written, and its answer was lost.
    if (stored.revision === next.revision) return stored;
    throw staleRevision(revision, stored.revision);
  }
}
