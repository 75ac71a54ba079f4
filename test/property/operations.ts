import * as fc from 'fast-check';
import { type Transport, transports } from '../api-client.ts';

const users = ['ana', 'bogdan'] as const;
export type UserName = (typeof users)[number];

export const halls = {
  cluj: ['Cluj-Napoca'],
  north: ['Suceava', 'Botoșani'],
} as const;
export type HallName = keyof typeof halls;
export const hallNames: HallName[] = ['cluj', 'north'];
export const cities = Object.values(halls).flat();
type City = (typeof cities)[number];

/** The revision that a caller sends: the latest known one, the one before, or one that never existed. */
type Basis = 'current' | 'previous' | 'invented';

/**
 * One call, in a form that is readable in a printed counterexample. `of` is the owner of the market.
 * `market` is the index of its id: there are two ids, the same two for both users.
 */
export type Operation = {
  via: Transport;
  /** Which Lambda serves it: their clocks differ. */
  lambda?: 0 | 1;
} & (
  | { do: 'submit'; of: UserName; market: number; city: City; price: number }
  | { do: 'edit'; of: UserName; market: number; on: Basis; price: number }
  | { do: 'withdraw'; of: UserName; market: number }
  /** Withdraws all markets of the user. */
  | { do: 'erase'; of: UserName }
  | { do: 'listOwn'; of: UserName }
  | ({ do: 'decide'; market: number } & Verdict)
  /** The same decision on both markets of the user, in one request. */
  | ({ do: 'decideMany' } & Verdict)
  | { do: 'listCity'; by: HallName; city: City }
  /** Calls `of`'s path with `by`'s token. */
  | { do: 'trespass'; by: UserName; of: UserName; market: number; call: TrespassCall }
);
type Verdict = {
  by: 'its hall' | 'another hall';
  of: UserName;
  on: Basis;
  approved: boolean;
  reason?: string;
  /** Sends `decisionsSeen`. */
  counts: boolean;
};
type TrespassCall = 'submit' | 'edit' | 'withdraw' | 'list';

/** An operation that is one request on one market, or on none. */
export type SingleOperation = Exclude<Operation, { do: 'decideMany' }>;

/** The city hall of a city. */
export function toHall(city: string | undefined): HallName {
  const own: readonly string[] = halls.north;
  return city !== undefined && own.includes(city) ? 'north' : 'cluj';
}

const via = fc.constantFrom(...transports);
// Mostly one market, so that calls conflict.
const of = fc.constantFrom(...users, 'ana', 'ana');
const by = fc.constantFrom(...hallNames);
const decider = fc.oneof(
  { weight: 5, arbitrary: fc.constant('its hall' as const) },
  { weight: 1, arbitrary: fc.constant('another hall' as const) },
);
const market = fc.constantFrom(0, 0, 0, 1);
const city = fc.constantFrom(...cities);
const price = fc.nat(1);
const on = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Basis>('current') },
  { weight: 2, arbitrary: fc.constant<Basis>('previous') },
  { weight: 1, arbitrary: fc.constant<Basis>('invented') },
);
const verdict = fc
  .tuple(
    fc.record({ by: decider, of, on, counts: fc.boolean() }),
    fc.oneof(
      fc.record({ approved: fc.constant(true) }),
      fc.record({ approved: fc.constant(false), reason: fc.constantFrom('Too loud', 'Too late') }),
    ),
  )
  .map(([call, said]): Verdict => ({ ...call, ...said }));
const trespassCall = fc.constantFrom<TrespassCall>('submit', 'edit', 'withdraw', 'list');

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('submit'), of, market, city, price, via }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('edit'), of, market, on, price, via }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('withdraw'), of, market, via }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase'), of, via }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('listOwn'), of, via }) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.record({ do: fc.constant('decide'), market, via }), verdict)
      .map(([call, said]) => ({ ...call, ...said })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.record({ do: fc.constant('decideMany'), via }), verdict)
      .map(([call, said]) => ({ ...call, ...said })),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('listCity'), by, city, via }) },
  {
    weight: 1,
    arbitrary: fc
      .record({ do: fc.constant('trespass'), by: of, of, market, call: trespassCall, via })
      .filter((call) => call.by !== call.of),
  },
);

const served = fc
  .tuple(operation, fc.constantFrom(0, 1))
  .map(([call, lambda]): Operation => ({ ...call, lambda }));

/** The steps run one after the other, and the operations of a step in parallel. */
export const steps: fc.Arbitrary<Operation[][]> = fc.noBias(
  fc.array(fc.array(served, { minLength: 1, maxLength: 4, size: 'max' }), {
    minLength: 1,
    maxLength: 16,
    size: 'max',
  }),
);
