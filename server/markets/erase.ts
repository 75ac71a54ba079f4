import type { Erasure } from '../domain/market.ts';
import { limits } from '../domain/schemas.ts';
import type { Items } from './items.ts';
import { type Withdrawing, withdraw } from './withdraw.ts';

/** Withdraws a part of a user's markets. Clients repeat it until nothing remains. */
export async function eraseByOwner(
  items: Items,
  withdrawing: Withdrawing,
  userId: string,
): Promise<Erasure> {
  const found = await items.queryKeysByOwner(userId, { limit: limits.marketsPerErasure + 1 });
  const erased = found.items.slice(0, limits.marketsPerErasure);
  // All withdrawals end before the answer is sent: the Lambda may be frozen afterwards.
  const withdrawals = await Promise.allSettled(
    erased.map(({ marketId }) => withdraw(withdrawing, { userId, marketId: String(marketId) })),
  );
  const failed = withdrawals.find((withdrawal) => withdrawal.status === 'rejected');
  if (failed) throw failed.reason;
  return {
    erased: erased.length,
    remaining: found.items.length > erased.length || found.next !== undefined,
  };
}
