import type { Market } from '../domain/market.ts';
import { marketNotFound, Problem } from '../domain/problems.ts';
import { isConditionFailure } from './failures.ts';
import type { Items } from './items.ts';
import { readOne } from './read.ts';
import { createRevision } from './revision.ts';
import type { MarketContent, MarketKey } from './store.ts';

type Submission = {
  key: MarketKey;
  content: MarketContent;
  marketsPerApplicant: number;
  changeId: string;
};

export async function submit(items: Items, submission: Submission): Promise<Market> {
  const { key, content, marketsPerApplicant, changeId } = submission;
  // Counted before the write: submits within a moment may exceed the limit by their number.
  const owned = await items.countByOwner(key.userId, marketsPerApplicant);
  if (owned >= marketsPerApplicant) {
    const stored = await findSubmitted(items, submission);
    if (stored !== null) return stored;
    throw new Problem(
      'MARKET_LIMIT_REACHED',
      `You have ${owned} markets, and an applicant may have at most ${marketsPerApplicant}. Withdraw one first.`,
    );
  }
  try {
    const first = createRevision();
    const market = {
      ...key,
      ...content,
      ...first,
      firstSubmittedAt: first.submittedAt,
      decisions: [],
    };
    await items.create({ ...market, changeId });
    return market;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const stored = await findSubmitted(items, submission);
    if (stored !== null) return stored;
    throw marketNotFound();
  }
}

/** The market of an earlier submit with the same content, if any. @throws MARKET_EXISTS for other content */
async function findSubmitted(items: Items, { key, content }: Submission): Promise<Market | null> {
  const item = await items.get(key);
  if (item === undefined) return null;
  const stored = readOne(item);
  const same =
    stored !== undefined &&
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
