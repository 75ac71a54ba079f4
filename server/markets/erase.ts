import type { Erasure } from '../domain/market.ts';
import { limits } from '../domain/schemas.ts';
import type { MarketEntity } from './entity.ts';
import { type Withdrawing, withdraw } from './withdraw.ts';

/** Withdraws a part of a user's markets. Clients repeat it until nothing remains. */
export async function eraseByOwner(
  entity: MarketEntity,
  withdrawing: Withdrawing,
  userId: string,
): Promise<Erasure> {
  const found = await entity.query.byOwner({ userId }).go({
    consistent: true,
    attributes: ['marketId'],
    limit: limits.marketsPerErasure + 1,
    // Includes items that other programs wrote.
    ignoreOwnership: true,
  });
  const erased = found.data.slice(0, limits.marketsPerErasure);
  // All withdrawals end before the answer is sent: the Lambda may be frozen afterwards.
  const withdrawals = await Promise.allSettled(
    erased.map(({ marketId }) => withdraw(withdrawing, { userId, marketId })),
  );
  const failed = withdrawals.find((withdrawal) => withdrawal.status === 'rejected');
  if (failed) throw failed.reason;
  return {
    erased: erased.length,
    remaining: found.data.length > erased.length || found.cursor !== null,
  };
}
