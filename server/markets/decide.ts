import { isDeepStrictEqual } from 'node:util';
import type { Market } from '../domain/market.ts';
import { marketNotFound, Problem } from '../domain/problems.ts';
import { limits, type Status } from '../domain/schemas.ts';
import type { MarketEntity } from './entity.ts';
import { isConditionFailure, staleRevision } from './failures.ts';
import type { DecisionRequest, MarketKey } from './store.ts';

type Deciding = {
  key: MarketKey;
  decision: DecisionRequest;
  hall: { name: string; cities: readonly string[] };
  changeId: string;
};

/** One conditional UpdateItem, without a read before it. Only a failed condition costs a read. */
export async function decide(entity: MarketEntity, deciding: Deciding): Promise<Market> {
  const { key, decision, hall, changeId } = deciding;
  const { revision, approved, decisionsSeen } = decision;
  const status = toStatus(approved);
  const decided = {
    approved,
    ...pickDetails(decision),
    decidedBy: hall.name,
    decidedAt: new Date().toISOString(),
    revision,
  };
  try {
    const { data } = await entity
      .patch(key)
      .set({ status, marketApproved: approved, changeId })
      .composite({ revision })
      .append({ decisions: [decided] })
      .where((stored, { eq, ne, exists, notExists, size, escape: literal }) => {
        /** The last decision is by another city hall, or has other details. */
        const differences = (last: (typeof stored.decisions)[number] | undefined) =>
          last === undefined
            ? []
            : ([...detailNames, 'decidedBy'] as const).map((name) => {
                const value = decided[name];
                return value === undefined
                  ? exists(last[name])
                  : `${notExists(last[name])} OR ${ne(last[name], value)}`;
              });
        return [
          eq(stored.revision, revision),
          `(${hall.cities.map((city) => eq(stored.city, city)).join(' OR ')})`,
          // A repeated call must not append its decision twice. A correction differs from the last one.
          decisionsSeen
            ? `(${[ne(stored.status, status), ...differences(stored.decisions[decisionsSeen - 1])].join(' OR ')})`
            : ne(stored.status, status),
          `${size(stored.decisions)} < ${literal(limits.decisionsPerMarket)}`,
          ...(decisionsSeen === undefined
            ? []
            : [`${size(stored.decisions)} = ${literal(decisionsSeen)}`]),
        ].join(' AND ');
      })
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
  const isSameStatus = stored.status === toStatus(decision.approved);
  if (isSameStatus && last?.decidedBy === hall.name && hasSameDetails(last, decision))
    return stored;
  if (isSameStatus && decisionsSeen === undefined) {
    throw new Problem(
      'ALREADY_DECIDED',
      `Revision ${stored.revision} is already ${stored.status}, by ${last?.decidedBy}${describeDifference(last, decision)}. To correct the decision, read the market again and send decisionsSeen.`,
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

const detailNames = ['reason', 'reference', 'decidedByPerson'] as const;
type Details = Partial<Record<(typeof detailNames)[number], string | undefined>>;

function pickDetails({ reason, reference, decidedByPerson }: Details) {
  return {
    ...(reason !== undefined && { reason }),
    ...(reference !== undefined && { reference }),
    ...(decidedByPerson !== undefined && { decidedByPerson }),
  };
}

function hasSameDetails(a: Details, b: Details): boolean {
  return detailNames.every((name) => a[name] === b[name]);
}

/** For example ` with another reason`. Empty if another city hall made the same decision. */
function describeDifference(last: Details | undefined, decision: Details): string {
  const name = detailNames.find((each) => last?.[each] !== decision[each]);
  if (name === undefined) return '';
  return ` with ${last?.[name] === undefined ? 'no' : 'another'} ${name}`;
}

function toStatus(approved: boolean): Status {
  return approved ? 'approved' : 'rejected';
}
