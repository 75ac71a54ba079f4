import type { DecisionInput, Market, MarketStatus } from '../contract.ts';
import type { Catalogue } from './catalogue.ts';
import { FakeProblem, invalidInput, parseInput } from './fake-problem.ts';
import { inputs } from './inputs.ts';
import {
  assertRevision,
  decodeCursor,
  encodeCursor,
  invalidCursor,
  type Store,
  takePage,
} from './store.ts';

export type CityHall = { name: string; cities: readonly string[] };

const month = 30 * 86_400_000;

/** The procedures of city halls, by the rules of the API. */
export function createCityHallProcedures(
  store: Store,
  catalogue: Catalogue,
  { clock }: { clock: () => number },
) {
  const findOwnCity = (spelling: string, { cities }: CityHall) => {
    const { name } = catalogue.find(spelling);
    if (cities.includes(name)) return name;
    throw new FakeProblem('FORBIDDEN', `The access token does not allow you to act for ${name}.`);
  };

  function decide(input: DecisionInput, hall: CityHall): Market {
    const { userId, marketId, revision, approved, decisionsSeen } = input;
    const stored = store.get({ userId, marketId }, ({ city }) => hall.cities.includes(city));
    assertRevision(stored, revision);
    const status: MarketStatus = approved ? 'approved' : 'rejected';
    const last = stored.decisions.at(-1);
    const details = pickDetails(input);
    const isSame =
      stored.status === status &&
      last?.decidedBy === hall.name &&
      JSON.stringify(pickDetails(last)) === JSON.stringify(details);
    if (isSame) return stored;
    const { length } = stored.decisions;
    const isOverruled = decisionsSeen === undefined && stored.status === status;
    if (isOverruled || (decisionsSeen !== undefined && length !== decisionsSeen)) {
      throw new FakeProblem(
        'ALREADY_DECIDED',
        `Revision ${stored.revision} is already ${stored.status}, with ${length} decisions. Read it again first.`,
      );
    }
    if (length >= 100) {
      throw new FakeProblem('DECISION_LIMIT_REACHED', `The market has ${length} decisions.`);
    }
    const decided = {
      approved,
      ...details,
      decidedBy: hall.name,
      decidedAt: store.now(),
      revision,
    };
    return store.write('decided', {
      ...stored,
      status,
      marketApproved: approved,
      decisions: [...stored.decisions, decided],
    });
  }

  return {
    'markets.list': (input: unknown, hall: CityHall) => {
      const { city, status, ...page } = parseInput(inputs.cityList, input);
      const name = findOwnCity(city, hall);
      const found = store
        .all()
        .filter((market) => market.city === name && (status ?? market.status) === market.status);
      return takePage(byRevision(found), page, ({ revision }) => revision);
    },
    'markets.get': (input: unknown, hall: CityHall) =>
      store.get(parseInput(inputs.cityMarket, input), ({ city }) => hall.cities.includes(city)),
    'markets.decide': (input: unknown, hall: CityHall) => {
      const decision = parseInput(inputs.decision, input);
      assertReason(decision, 'reason');
      return decide(decision, hall);
    },
    'markets.decideMany': (input: unknown, hall: CityHall) => {
      const { city, decisions } = parseInput(inputs.decisions, input);
      const parsed = decisions.map((each, index) =>
        parseInput(inputs.decision, each, ['decisions', `${index}`]),
      );
      const ofCity = { ...hall, cities: [findOwnCity(city, hall)] };
      for (const [index, decision] of parsed.entries()) {
        const isSame = (each: DecisionInput) =>
          each.userId === decision.userId && each.marketId === decision.marketId;
        const earlier = parsed.findIndex(isSame);
        if (earlier < index) {
          const message = `is the market of decisions.${earlier}, too`;
          throw invalidInput(`decisions.${index}.marketId`, message, 'repeated');
        }
        assertReason(decision, `decisions.${index}.reason`);
      }
      return {
        items: parsed.map((decision) => {
          const { userId, marketId } = decision;
          try {
            return { userId, marketId, market: decide(decision, ofCity) };
          } catch (error) {
            if (!(error instanceof FakeProblem)) throw error;
            const { code, status, message } = error;
            const problem = { type: `urn:christmas-markets:problem:${code}`, title: code };
            const detail = { status, detail: message, code, requestId: 'fake' };
            return { userId, marketId, problem: { ...problem, ...detail } };
          }
        }),
      };
    },
    /** Without the 35 seconds that the API waits. */
    'markets.changes': (input: unknown, hall: CityHall) => {
      const { city, cursor, limit = 25 } = parseInput(inputs.changes, input);
      const name = findOwnCity(city, hall);
      const toCursor = (place: number) => encodeCursor({ city: name, place, at: clock() });
      if (cursor === 'now') {
        return { items: [], nextCursor: toCursor(store.lastPlace()), more: false };
      }
      const after = decodeCursor(cursor);
      if (after.city !== name || typeof after.place !== 'number') throw invalidCursor();
      if (Number(after.at) < clock() - month) {
        throw new FakeProblem('CURSOR_EXPIRED', 'The cursor is older than 30 days.');
      }
      const from = after.place;
      const changes = store.changesOf(name).filter(({ place }) => place > from);
      const shown = changes.slice(0, limit);
      const more = changes.length > shown.length;
      return {
        items: shown.map(({ type, at, market }) => ({
          type,
          changedAt: new Date(at).toISOString(),
          marketId: market.marketId,
          userId: market.userId,
          ...(type !== 'withdrawn' && { market }),
        })),
        nextCursor: toCursor(more ? (shown.at(-1)?.place ?? from) : store.lastPlace()),
        more,
      };
    },
  };
}

export function byRevision(markets: readonly Market[]): Market[] {
  return markets.toSorted((a, b) => (a.revision < b.revision ? -1 : 1));
}

function assertReason({ approved, reason }: DecisionInput, path: string): void {
  if (!approved && !reason) {
    throw invalidInput(path, 'is missing; a rejection requires one', 'required');
  }
}

type Details = {
  reason?: string | null | undefined;
  reference?: string | null | undefined;
  decidedByPerson?: string | null | undefined;
};

function pickDetails({ reason, reference, decidedByPerson }: Details) {
  return {
    ...(reason && { reason }),
    ...(reference && { reference }),
    ...(decidedByPerson && { decidedByPerson }),
  };
}
