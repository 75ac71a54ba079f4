import { expect } from 'vitest';
import { type Market, marketSchema } from '../../server/domain/market.ts';
import { type State, toRowKey } from './model.ts';
import { halls } from './operations.ts';

/** Reads the stored markets of a run, and checks the invariants of each. */
export function toRows(
  stored: readonly Record<string, unknown>[],
  marketIds: readonly string[],
): State {
  const rows = new Map<string, Market>();
  for (const { reviewOrder, changeId, __edb_e__, __edb_v__, ...item } of stored) {
    const market = marketSchema.strict().parse(item);
    if (!marketIds.includes(market.marketId)) continue;
    assertInvariants(market);
    expect(changeId).toMatch(/^[0-9a-f-]{36}$/);
    expect(reviewOrder).toBe(`${market.status}#${market.revision}`);
    rows.set(toRowKey(market), market);
  }
  return rows;
}

/** The invariants of every market at any time, independent of the model. */
function assertInvariants(market: Market): void {
  expect(market.marketApproved).toBe(market.status === 'approved');
  const last = market.decisions.at(-1);
  if (market.status === 'pending') {
    expect(last?.revision).not.toBe(market.revision);
  } else {
    expect(last).toMatchObject({ approved: market.marketApproved, revision: market.revision });
  }
  for (const decision of market.decisions) {
    const hall = Object.entries(halls).find(([name]) => name === decision.decidedBy);
    expect(hall?.[1]).toContain(market.city);
  }
}
