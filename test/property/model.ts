import { isDeepStrictEqual } from 'node:util';
import { type Market, marketPageSchema, marketSchema } from '../../server/domain/market.ts';
import type { Status } from '../../server/domain/schemas.ts';
import type { Answer } from '../api-client.ts';
import type { HallName, SingleOperation } from './operations.ts';

/** The existing markets, by `toRowKey`. */
export type State = ReadonlyMap<string, Market>;

/**
 * An operation on one market, with ids in place of names, and with the revision that it sends. An operation on
 * more of them is one request for each.
 */
export type Request = {
  operation: SingleOperation;
  userId: string;
  marketId: string;
  revision: string;
  decisionsSeen?: number;
  /** The city hall that decides or lists, for such an operation. */
  hall: HallName;
  /** The cities for which it acts. */
  cities: readonly string[];
};

export type Exchange = { request: Request; answer: Answer };

/** A value that the server chose in a lost response: any string matches. */
const unknown = '(unknown)';

/**
 * The complete specification of the operations: the states that may follow `state` if `request` got
 * `answer`. An empty list means that the answer is wrong.
 *
 * After a 503, the operation may or may not have been done.
 */
function next(state: State, exchange: Exchange, together: readonly Exchange[]): State[] {
  const { request, answer } = exchange;
  const { operation } = request;
  const key = toRowKey(request);
  const stored = state.get(key);
  const done = (market: Market | undefined) => [change(state, key, market)];
  const effect = toEffect(stored, request);

  if (answer.status === 503) {
    return effect === 'none' ? [state] : [state, ...done(effect)];
  }
  switch (operation.do) {
    case 'trespass':
      return answer.status === 403 && answer.code === 'FORBIDDEN' ? [state] : [];

    case 'listOwn': {
      const { items } = marketPageSchema.parse(answer.body);
      return items.every((item) => item.userId === request.userId) ? [state] : [];
    }

    case 'listCity': {
      if (!request.cities.includes(operation.city)) {
        return answer.status === 403 && answer.code === 'FORBIDDEN' ? [state] : [];
      }
      const { items } = marketPageSchema.parse(answer.body);
      return items.every((item) => item.city === operation.city) ? [state] : [];
    }

    case 'erase':
    case 'withdraw':
      return isSuccess(answer) ? done(undefined) : [];

    case 'submit': {
      if (answer.code === 'MARKET_EXISTS') return stored && effect === 'none' ? [state] : [];
      // The market existed at the write, and was withdrawn before the read.
      if (answer.code === 'MARKET_NOT_FOUND')
        return alsoWithdrawn(exchange, together) ? [state] : [];
      if (!isSuccess(answer)) return [];
      const market = marketSchema.parse(answer.body);
      const expected = effect === 'none' ? sameSubmission(stored, request) : effect;
      return expected && matches(expected, market) ? done(market) : [];
    }

    case 'edit': {
      if (answer.code === 'MARKET_NOT_FOUND') return stored ? [] : [state];
      if (answer.code === 'STALE_REVISION') return stored && effect === 'none' ? [state] : [];
      if (!isSuccess(answer) || !effect || effect === 'none') return [];
      const market = marketSchema.parse(answer.body);
      return matches(effect, market) && market.revision > request.revision ? done(market) : [];
    }

    case 'decide': {
      const mine = stored && request.cities.includes(stored.city);
      if (answer.code === 'MARKET_NOT_FOUND') return mine ? [] : [state];
      if (!mine) return [];
      const sameRevision = stored.revision === request.revision;
      if (answer.code === 'STALE_REVISION') {
        return !sameRevision || alsoDecided(exchange, together) ? [state] : [];
      }
      if (answer.code === 'ALREADY_DECIDED') {
        return sameRevision && effect === 'none' && !decidedSo(stored, request) ? [state] : [];
      }
      if (!isSuccess(answer) || !sameRevision) return [];
      const market = marketSchema.parse(answer.body);
      if (effect === 'none')
        return decidedSo(stored, request) && matches(stored, market) ? done(market) : [];
      if (!effect) return [];
      if (matches(effect, market)) return done(market);
      // The response to the write was lost, and another call edited or decided before the retry.
      return alsoChanged(exchange, together) && holdsDecision(market, effect) ? done(effect) : [];
    }
  }
}

/**
 * Returns `rows` if some order of `exchanges` leads from `state` to them, otherwise `undefined`. Each exchange
 * concerns one market, so the orders of each market are searched by themselves.
 */
export function explain(
  state: State,
  exchanges: readonly Exchange[],
  rows: State,
): State | undefined {
  const keys = new Set([
    ...state.keys(),
    ...rows.keys(),
    ...exchanges.map(({ request }) => toRowKey(request)),
  ]);
  const isExplained = [...keys].every((key) => {
    const search = (from: State, left: readonly Exchange[]): boolean => {
      if (left.length === 0) return matches(from.get(key), rows.get(key));
      return left.some((exchange) =>
        next(from, exchange, exchanges).some((to) =>
          search(
            to,
            left.filter((other) => other !== exchange),
          ),
        ),
      );
    };
    return search(
      state,
      exchanges.filter(({ request }) => toRowKey(request) === key),
    );
  });
  return isExplained ? rows : undefined;
}

export function toRowKey({ userId, marketId }: { userId: string; marketId: string }): string {
  return `${userId} ${marketId}`;
}

/** The market after the request was applied to `stored`; `none`: no change. */
function toEffect(stored: Market | undefined, request: Request): Market | undefined | 'none' {
  const { operation, userId, marketId, revision, decisionsSeen } = request;
  const pending = {
    status: 'pending',
    marketApproved: false,
    revision: unknown,
    submittedAt: unknown,
  } satisfies Partial<Market>;
  switch (operation.do) {
    case 'submit':
      if (stored) return 'none';
      return {
        userId,
        marketId,
        ...toContent(operation),
        city: operation.city,
        ...pending,
        firstSubmittedAt: unknown,
        decisions: [],
      };
    case 'edit':
      if (stored?.revision !== revision) return 'none';
      return { ...stored, ...toContent(operation), ...pending };
    case 'erase':
    case 'withdraw':
      return stored ? undefined : 'none';
    case 'decide': {
      const { approved, reason } = operation;
      const status: Status = approved ? 'approved' : 'rejected';
      if (stored?.revision !== revision) return 'none';
      // With `decisionsSeen`, the same status with another reason is a correction.
      if (stored.status === status && (decisionsSeen === undefined || decidedSo(stored, request))) {
        return 'none';
      }
      if ((decisionsSeen ?? stored.decisions.length) !== stored.decisions.length) return 'none';
      if (!request.cities.includes(stored.city)) return 'none';
      const decision = {
        approved,
        ...(reason !== undefined && { reason }),
        decidedBy: request.hall,
        decidedAt: unknown,
        revision,
      };
      return {
        ...stored,
        status,
        marketApproved: approved,
        decisions: [...stored.decisions, decision],
      };
    }
    default:
      return 'none';
  }
}

export function toContent({ price }: { price: number }) {
  return {
    marketName: `Market for ${price}`,
    marketDescription: 'Huts and lights',
    marketAveragePrice: price,
  };
}

function sameSubmission(stored: Market | undefined, { operation }: Request): Market | undefined {
  if (stored === undefined || operation.do !== 'submit') return undefined;
  const same = matches({ ...stored, ...toContent(operation), city: operation.city }, stored);
  return same ? stored : undefined;
}

function decidedSo(stored: Market, { operation, hall }: Request): boolean {
  const last = stored.decisions.at(-1);
  return (
    operation.do === 'decide' &&
    stored.status === (operation.approved ? 'approved' : 'rejected') &&
    last?.approved === operation.approved &&
    last.reason === operation.reason &&
    last.decidedBy === hall
  );
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function alsoWithdrawn(exchange: Exchange, together: readonly Exchange[]): boolean {
  return together.some(
    (other) =>
      ['withdraw', 'erase'].includes(other.request.operation.do) && isSameRow(other, exchange),
  );
}

/** Another decision on the same market ran between the write and the read. */
function alsoDecided(exchange: Exchange, together: readonly Exchange[]): boolean {
  return together.some(
    (other) =>
      other !== exchange && other.request.operation.do === 'decide' && isSameRow(other, exchange),
  );
}

function alsoChanged(exchange: Exchange, together: readonly Exchange[]): boolean {
  return (
    alsoDecided(exchange, together) ||
    together.some((other) => other.request.operation.do === 'edit' && isSameRow(other, exchange))
  );
}

function holdsDecision(market: Market, effect: Market): boolean {
  const mine = effect.decisions.at(-1);
  return market.decisions.some((decision) => matches(mine, decision));
}

function isSameRow(a: Exchange, b: Exchange): boolean {
  return toRowKey(a.request) === toRowKey(b.request);
}

function change(state: State, key: string, market: Market | undefined): State {
  const changed = new Map(state);
  if (market === undefined) changed.delete(key);
  else changed.set(key, market);
  return changed;
}

/** Deep equality, in which `unknown` matches any string. */
function matches(expected: unknown, actual: unknown): boolean {
  if (expected === unknown) return typeof actual === 'string';
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return (
      expected.length === actual.length &&
      expected.every((value, index) => matches(value, actual[index]))
    );
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].every((key) => matches(expected[key], actual[key]));
  }
  return isDeepStrictEqual(expected, actual);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
