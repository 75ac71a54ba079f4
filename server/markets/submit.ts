import type { Market } from '../domain/market.ts';
import { marketNotFound, Problem } from '../domain/problems.ts';
import type { MarketEntity } from './entity.ts';
import { isConditionFailure } from './failures.ts';
import { createRevision } from './revision.ts';
import type { MarketContent, MarketKey } from './store.ts';

type Submission = {
  key: MarketKey;
  content: MarketContent;
  marketsPerApplicant: number;
  changeId: string;
};

export async function submit(entity: MarketEntity, submission: Submission): Promise<Market> {
  const { key, content, marketsPerApplicant, changeId } = submission;
  // Counted before the write: parallel submits may exceed the limit by their number.
  const owned = await entity.query
    .byOwner({ userId: key.userId })
    .go({ consistent: true, attributes: ['marketId'], pages: 'all' });
  if (owned.data.length >= marketsPerApplicant) {
    const stored = await findSubmitted(entity, submission);
    if (stored !== null) return stored;
    throw new Problem(
      'MARKET_LIMIT_REACHED',
      `You have ${owned.data.length} markets, and an applicant may have at most ${marketsPerApplicant}. Withdraw one first.`,
    );
  }
  try {
    const first = createRevision();
    const created = await entity
      .create({
        ...key,
        ...content,
        ...first,
        firstSubmittedAt: first.submittedAt,
        changeId,
        decisions: [],
      })
      .go();
    return created.data;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const stored = await findSubmitted(entity, submission);
    if (stored !== null) return stored;
    throw marketNotFound();
  }
}

/** The market of an earlier submit with the same content, if any. @throws MARKET_EXISTS for other content */
async function findSubmitted(
  entity: MarketEntity,
  { key, content }: Submission,
): Promise<Market | null> {
  const { data: stored } = await entity.get(key).go({ consistent: true, ignoreOwnership: true });
  if (stored === null) return null;
  const same =
    stored.marketName === content.marketName &&
    stored.marketDescription === content.marketDescription &&
    stored.marketAveragePrice === content.marketAveragePrice &&
    stored.city === content.city &&
    stored.address === content.address &&
    stored.opensOn === content.opensOn &&
    stored.closesOn === content.closesOn;
  if (same) return stored;
  throw new Problem(
    'MARKET_EXISTS',
    `Market ${key.marketId} was submitted with other content. Edit it, or submit this content with a new marketId.`,
  );
}
