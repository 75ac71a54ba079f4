import type { Market } from '../contract.ts';
import { editSchema, submissionSchema } from '../validators.ts';
import type { Catalogue } from './catalogue.ts';
import { FakeProblem, invalidInput, parseInput } from './fake-problem.ts';
import { inputs } from './inputs.ts';
import { assertRevision, type Store, takePage } from './store.ts';

/** The procedures of applicants, by the rules of the API. */
export function createApplicantProcedures(
  store: Store,
  catalogue: Catalogue,
  { marketsPerApplicant }: { marketsPerApplicant: number },
) {
  /** Newest first, where clients choose ids of version 7. */
  const ownedBy = (userId: string) =>
    store
      .all()
      .filter((market) => market.userId === userId)
      .sort((a, b) => (a.marketId < b.marketId ? 1 : -1));
  const listOwn = (userId: string, page: { limit?: number; cursor?: string }) =>
    takePage(ownedBy(userId), page, ({ marketId }) => descending(marketId));

  return {
    'markets.list': (input: unknown, caller: string) => {
      const { userId, ...page } = parseInput(inputs.ownList, input);
      return listOwn(own(userId, caller), page);
    },
    'markets.get': (input: unknown, caller: string) => {
      const { userId, marketId } = parseInput(inputs.ownMarket, input);
      return store.get({ userId: own(userId, caller), marketId });
    },
    'markets.submit': (input: unknown, caller: string) => {
      const { key, content } = split(input, ['userId', 'marketId']);
      const { userId, marketId = store.createRevision() } = parseInput(inputs.submitKey, key);
      const submitted = parseInput(submissionSchema, content);
      const owner = own(userId, caller);
      const city = catalogue.find(submitted.city).name;
      const stored = store.find({ userId: owner, marketId });
      if (stored) return assertSame(stored, { ...submitted, city });
      const owned = ownedBy(owner).length;
      if (owned >= marketsPerApplicant) {
        throw new FakeProblem(
          'MARKET_LIMIT_REACHED',
          `You have ${owned} markets, and an applicant may have at most ${marketsPerApplicant}. Withdraw one first.`,
        );
      }
      const pending = createPending(store);
      return store.write('submitted', {
        userId: owner,
        marketId,
        ...submitted,
        city,
        ...pending,
        firstSubmittedAt: pending.submittedAt,
        decisions: [],
      });
    },
    'markets.edit': (input: unknown, caller: string) => {
      const { key, content } = split(input, ['userId', 'marketId', 'revision']);
      const { userId, marketId, revision } = parseInput(inputs.ownRevision, key);
      const owner = own(userId, caller);
      const changes = parseInput(editSchema, content);
      const stored = store.get({ userId: owner, marketId });
      assertRevision(stored, revision);
      const { address, opensOn, closesOn, ...rest } = { ...stored, ...changes };
      const dates = { ...(opensOn && { opensOn }), ...(closesOn && { closesOn }) };
      assertDatesInOrder(dates, changes);
      return store.write('edited', {
        ...rest,
        marketName: rest.marketName ?? stored.marketName,
        marketDescription: rest.marketDescription ?? stored.marketDescription,
        marketAveragePrice: rest.marketAveragePrice ?? stored.marketAveragePrice,
        ...(address && { address }),
        ...dates,
        ...createPending(store),
      });
    },
    'markets.withdraw': (input: unknown, caller: string) => {
      const { userId, marketId } = parseInput(inputs.ownMarket, input);
      const market = store.find({ userId: own(userId, caller), marketId });
      if (market) store.write('withdrawn', market);
    },
    'users.export': (input: unknown, caller: string) => {
      const { items, ...page } = listOwn(caller, parseInput(inputs.page, input));
      return { userId: caller, markets: items, ...page };
    },
    'users.erase': (input: unknown, caller: string) => {
      parseInput(inputs.none, input);
      const owned = ownedBy(caller);
      const erased = owned.slice(0, 25);
      for (const market of erased) store.write('withdrawn', market);
      return { erased: erased.length, remaining: owned.length > erased.length };
    },
  };
}

function own(userId: string, caller: string): string {
  if (userId === 'me' || userId === caller) return caller;
  throw new FakeProblem('FORBIDDEN', 'userId must be your own id or "me".');
}

function createPending(store: Store) {
  const submittedAt = store.now();
  const revision = store.createRevision();
  return { status: 'pending' as const, marketApproved: false, revision, submittedAt };
}

function assertSame(stored: Market, content: Partial<Market>): Market {
  const names = [
    'marketName',
    'marketDescription',
    'marketAveragePrice',
    'city',
    'address',
    'opensOn',
    'closesOn',
  ] as const;
  if (names.every((name) => stored[name] === content[name])) return stored;
  throw new FakeProblem(
    'MARKET_EXISTS',
    `Market ${stored.marketId} was submitted with other content. Edit it, or submit this content with a new marketId.`,
  );
}

type Dates = { opensOn?: string | null | undefined; closesOn?: string | null | undefined };

function assertDatesInOrder({ opensOn, closesOn }: Dates, changes: Dates): void {
  if (opensOn == null || closesOn == null || opensOn <= closesOn) return;
  throw changes.opensOn == null
    ? invalidInput('closesOn', `must not be before opensOn, which is ${opensOn}`, orderCode)
    : invalidInput('opensOn', `must not be after closesOn, which is ${closesOn}`, orderCode);
}

const orderCode = 'dates_out_of_order';

/** The members of an input that identify the market, and the others. */
function split(input: unknown, names: readonly string[]) {
  const entries = Object.entries(typeof input === 'object' && input !== null ? input : {});
  return {
    key: Object.fromEntries(entries.filter(([name]) => names.includes(name))),
    content: Object.fromEntries(entries.filter(([name]) => !names.includes(name))),
  };
}

/** A text that sorts in the other order: lists are sorted by ascending positions. */
function descending(id: string): string {
  return id.replace(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
}
