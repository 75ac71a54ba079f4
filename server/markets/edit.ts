import type { Market } from '../domain/market.ts';
import { invalidInput, marketNotFound } from '../domain/problems.ts';
import type { MarketEntity } from './entity.ts';
import { isConditionFailure, staleRevision } from './failures.ts';
import { createRevision } from './revision.ts';
import type { MarketChanges, MarketKey } from './store.ts';

type Edit = { key: MarketKey; revision: string; changes: MarketChanges; changeId: string };

export async function edit(
  entity: MarketEntity,
  { key, revision, changes, changeId }: Edit,
): Promise<Market> {
  const { address, opensOn, closesOn, ...others } = changes;
  const optional = { address, opensOn, closesOn };
  const next = createRevision();
  try {
    const { data } = await entity
      .patch(key)
      .set({
        ...others,
        ...(address != null && { address }),
        ...(opensOn != null && { opensOn }),
        ...(closesOn != null && { closesOn }),
        ...next,
        changeId,
      })
      .remove(optionalNames.filter((name) => optional[name] === null))
      .where((stored, { eq, notExists, gte, lte }) =>
        [
          eq(stored.revision, revision),
          // With both dates in the input, their order was checked there.
          ...(opensOn != null && closesOn === undefined
            ? [`(${notExists(stored.closesOn)} OR ${gte(stored.closesOn, opensOn)})`]
            : []),
          ...(closesOn != null && opensOn === undefined
            ? [`(${notExists(stored.opensOn)} OR ${lte(stored.opensOn, closesOn)})`]
            : []),
        ].join(' AND '),
      )
      .go({ response: 'all_new' });
    return data;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const { data: stored } = await entity.get(key).go({ consistent: true, ignoreOwnership: true });
    if (stored === null) throw marketNotFound();
    // The SDK tried twice: the first attempt was written, and its answer was lost.
    if (stored.revision === next.revision) return stored;
    if (stored.revision === revision) assertDatesInOrder(stored, changes);
    throw staleRevision(revision, stored.revision);
  }
}

const optionalNames = ['address', 'opensOn', 'closesOn'] as const;

/** The dates after the edit: of its input and, for a date that it leaves out, of the stored market. */
function assertDatesInOrder(stored: Market, changes: MarketChanges): void {
  const { opensOn = stored.opensOn, closesOn = stored.closesOn } = changes;
  if (opensOn == null || closesOn == null || opensOn <= closesOn) return;
  throw changes.opensOn == null
    ? invalidInput('closesOn', `must not be before opensOn, which is ${opensOn}`)
    : invalidInput('opensOn', `must not be after closesOn, which is ${closesOn}`);
}
