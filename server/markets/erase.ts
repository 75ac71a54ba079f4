import { type Erasure, limits } from '../domain/schemas.ts';
import type { MarketEntity } from './entity.ts';

/** Deletes as many of a user's markets as one call may; repeated until nothing remains. */
export async function eraseByOwner(entity: MarketEntity, userId: string): Promise<Erasure> {
  const found = await entity.query.byOwner({ userId }).go({
    consistent: true,
    attributes: ['marketId'],
    limit: limits.marketsPerErasure + 1,
    // Items that something else wrote are as much the user's as ours.
    ignoreOwnership: true,
  });
  const erased = found.data.slice(0, limits.marketsPerErasure);
  // All of them end before the answer goes out: a Lambda may be frozen right after it.
  const deletions = await Promise.allSettled(
    erased.map(({ marketId }) => entity.delete({ userId, marketId }).go()),
  );
  const failed = deletions.find((deletion) => deletion.status === 'rejected');
  if (failed) throw failed.reason;
  return {
    erased: erased.length,
    remaining: found.data.length > erased.length || found.cursor !== null,
  };
}
