import type { Market } from '../domain/market.ts';
import { invalidInput, marketNotFound } from '../domain/problems.ts';
import { isConditionFailure, staleRevision } from './failures.ts';
import { getMarket } from './get.ts';
import type { Items } from './items.ts';
import { readWritten } from './read.ts';
import { createRevision } from './revision.ts';
import type { MarketChanges, MarketKey } from './store.ts';

type Edit = { key: MarketKey; revision: string; changes: MarketChanges; changeId: string };

export async function edit(
  items: Items,
  { key, revision, changes, changeId }: Edit,
): Promise<Market> {
  const { address, opensOn, closesOn, ...others } = changes;
  const optional = { address, opensOn, closesOn };
  const next = createRevision();
  try {
    // With both dates in the input, their order was checked there.
    const afterOpening = opensOn != null && closesOn === undefined;
    const beforeClosing = closesOn != null && opensOn === undefined;
    const written = await items.update(key, {
      set: {
        ...others,
        ...(address != null && { address }),
        ...(opensOn != null && { opensOn }),
        ...(closesOn != null && { closesOn }),
        ...next,
        changeId,
      },
      remove: optionalNames.filter((name) => optional[name] === null),
      condition: [
        '#revision = :seen',
        ...(afterOpening ? ['(attribute_not_exists(#closesOn) OR #closesOn >= :opensOn)'] : []),
        ...(beforeClosing ? ['(attribute_not_exists(#opensOn) OR #opensOn <= :closesOn)'] : []),
      ].join(' AND '),
      values: {
        ':seen': revision,
        ...(afterOpening && { ':opensOn': opensOn }),
        ...(beforeClosing && { ':closesOn': closesOn }),
      },
    });
    return readWritten(written);
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const stored = await getMarket(items, key);
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
    ? invalidInput(
        'closesOn',
        `must not be before opensOn, which is ${opensOn}`,
        'dates_out_of_order',
      )
    : invalidInput(
        'opensOn',
        `must not be after closesOn, which is ${closesOn}`,
        'dates_out_of_order',
      );
}
