import { isDeepStrictEqual } from 'node:util';
import type { Market } from '../domain/market.ts';
import { marketNotFound, Problem } from '../domain/problems.ts';
import { limits, type Status } from '../domain/schemas.ts';
import { isConditionFailure, staleRevision } from './failures.ts';
import { getMarket } from './get.ts';
import type { Items } from './items.ts';
import { readWritten } from './read.ts';
import type { DecisionRequest, MarketKey } from './store.ts';

type Decision = Market['decisions'][number];

type Deciding = {
  key: MarketKey;
  decision: DecisionRequest;
  hall: { name: string; cities: readonly string[] };
  changeId: string;
};

/** One conditional UpdateItem, without a read before it. Only a failed condition costs a read. */
export async function decide(items: Items, deciding: Deciding): Promise<Market> {
  const { key, decision, hall, changeId } = deciding;
  const { revision, approved } = decision;
  const status = toStatus(approved);
  const decided = {
    approved,
    ...pickDetails(decision),
    decidedBy: hall.name,
    decidedAt: new Date().toISOString(),
    revision,
  };
  try {
    const written = await items.update(key, {
      set: { status, marketApproved: approved, changeId },
      composite: { revision },
      append: { decisions: [decided] },
      ...createCondition(decided, deciding),
    });
    return readWritten(written);
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const stored = await getMarket(items, key);
    // Another hall's market gets the same answer as a missing one, so that ids cannot be probed.
    if (stored === null || !hall.cities.includes(stored.city)) throw marketNotFound();
    // The SDK tried twice: the first attempt was written, and its answer was lost. The owner may
    // have edited the market since.
    if (stored.decisions.some((each) => isDeepStrictEqual(each, decided))) return stored;
    return explainRefusal(stored, deciding);
  }
}

/** In DynamoDB's syntax. */
function createCondition(decided: Decision, { decision: { decisionsSeen }, hall }: Deciding) {
  const cities = Object.fromEntries(hall.cities.map((city, index) => [`:city${index}`, city]));
  // A repeated call must not append its decision twice. A correction differs from the last one.
  const changes = ['#status <> :decided', ...(decisionsSeen ? differ(decisionsSeen - 1) : [])];
  return {
    condition: [
      '#revision = :seen',
      `#city IN (${Object.keys(cities).join(', ')})`,
      `(${changes.join(' OR ')})`,
      'size(#decisions) < :most',
      ...(decisionsSeen === undefined ? [] : ['size(#decisions) = :decisionsSeen']),
    ].join(' AND '),
    values: {
      ...cities,
      ':seen': decided.revision,
      ':decided': toStatus(decided.approved),
      ':most': limits.decisionsPerMarket,
      ':decisionsSeen': decisionsSeen,
      ...(decisionsSeen &&
        Object.fromEntries(comparedNames.map((name) => [`:${name}`, decided[name]]))),
    },
  };

  /** The decision at this index is by another city hall, or has other details. */
  function differ(index: number): string[] {
    return comparedNames.map((name) => {
      const last = `#decisions[${index}].#${name}`;
      return decided[name] === undefined
        ? `attribute_exists(${last})`
        : `attribute_not_exists(${last}) OR ${last} <> :${name}`;
    });
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
const comparedNames = [...detailNames, 'decidedBy'] as const;
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
