import { isDeepStrictEqual } from 'node:util';
import type { Market } from '../domain/market.ts';
import { Problem } from '../domain/problems.ts';
import { limits, type Status } from '../domain/schemas.ts';
import type { MarketEntity } from './entity.ts';
import { isConditionFailure, marketNotFound, staleRevision } from './failures.ts';
import type { DecisionRequest, MarketKey } from './store.ts';

type Deciding = {
  key: MarketKey;
  decision: DecisionRequest;
  hall: { name: string; cities: readonly string[] };
};

/** One conditional UpdateItem, without a read before it. Only a failed condition costs a read. */
export async function decide(entity: MarketEntity, deciding: Deciding): Promise<Market> {
  const { key, decision, hall } = deciding;
  const { revision, approved, reason, decisionsSeen } = decision;
  const status = toStatus(approved);
  const decided = {
    approved,
    ...(reason === undefined ? {} : { reason }),
    decidedBy: hall.name,
    decidedAt: new Date().toISOString(),
    revision,
  };
  try {
    const { data } = await entity
      .patch(key)
      .set({ status, marketApproved: approved })
      .composite({ revision })
      .append({ decisions: [decided] })
      .where((stored, { eq, ne, size, escape: literal }) =>
        [
          eq(stored.revision, revision),
          `(${hall.cities.map((city) => eq(stored.city, city)).join(' OR ')})`,
          // A repeated call must not append its decision twice.
          ne(stored.status, status),
          `${size(stored.decisions)} < ${literal(limits.decisionsPerMarket)}`,
          ...(decisionsSeen === undefined
            ? []
            : [`${size(stored.decisions)} = ${literal(decisionsSeen)}`]),
        ].join(' AND '),
      )
      .go({ response: 'all_new' });
    return data;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const { data: stored } = await entity.get(key).go({ consistent: true, ignoreOwnership: true });
    // Another hall's market gets the same answer as a missing one, so that ids cannot be probed.
    if (stored === null || !hall.cities.includes(stored.city)) throw marketNotFound();
    // The SDK tried twice: the first attempt was written, and its answer was lost. The owner may
    // have edited the market since.
    if (stored.decisions.some((each) => isDeepStrictEqual(each, decided))) return stored;
    return explainRefusal(stored, deciding);
  }
}

/** Throws the reason why the condition failed. Returns the market if the same decision is stored already. */
function explainRefusal(stored: Market, { decision, hall }: Deciding): Market {
  const { revision, decisionsSeen } = decision;
  if (stored.revision !== revision) throw staleRevision(revision, stored.revision);
  const last = stored.decisions.at(-1);
  if (stored.status === toStatus(decision.approved)) {
    if (last?.reason === decision.reason && last?.decidedBy === hall.name) return stored;
    throw new Problem(
      'ALREADY_DECIDED',
      `Revision ${stored.revision} is already ${stored.status}, by ${last?.decidedBy} with ${last?.reason === undefined ? 'no reason' : 'another reason'}.`,
    );
  }
  if (decisionsSeen !== undefined && stored.decisions.length !== decisionsSeen) {
    throw new Problem(
      'ALREADY_DECIDED',
      `You saw ${decisionsSeen} decisions, but the market has ${stored.decisions.length} and is ${stored.status}. Read it again first.`,
    );
  }
  if (stored.decisions.length >= limits.decisionsPerMarket) {
    throw new Problem(
      'DECISION_LIMIT_REACHED',
      `The market has ${stored.decisions.length} decisions, and may have at most ${limits.decisionsPerMarket}. Its owner can withdraw it and submit it again.`,
    );
  }
  // Other decisions were made between the write and the read.
  throw staleRevision(revision, stored.revision);
}

function toStatus(approved: boolean): Status {
  return approved ? 'approved' : 'rejected';
}
