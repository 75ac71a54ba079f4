import type {
  ApprovedMarketsQuery,
  CityChangesQuery,
  CityDecisions,
  CityMarket,
  CityMarketsQuery,
  DecisionInput,
  OwnMarket,
  OwnMarketsQuery,
} from '../contract.ts';
import { limits } from '../limits.ts';
import { createObjectSchema } from '../validators/object.ts';
import { type Fault, oneLine, type Rule, text, wrongType } from '../validators/rules.ts';

const hex = (digits: number) => `[0-9a-f]{${digits}}`;
const anyId = `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
const uuid = (versions: string) =>
  `${hex(8)}-${hex(4)}-[${versions}]${hex(3)}-[89ab]${hex(3)}-${hex(12)}`;

const ownId = matching(`me|${anyId}`, 'Expected "me" or a user\'s id');
const userId = matching(anyId, "Expected a user's id");
const marketId = matching(uuid('47'), 'Expected a UUID, version 7 or 4');
const revision = matching(uuid('7'), 'Expected a revision, which is a UUID, version 7');
const cursor = matching('[\\w-]{1,1000}', 'Expected the nextCursor of the page before');
const city = oneLine(limits.city);
const page = { limit: integer(1, limits.pageSize), cursor };

/** The inputs of each procedure, but the content of a market, which `validators.ts` has. */
export const inputs = {
  own: createObjectSchema<{ userId: string }>({ required: { userId: ownId }, optional: {} }),
  ownMarket: createObjectSchema<OwnMarket & { userId: string }>({
    required: { userId: ownId, marketId },
    optional: {},
  }),
  ownRevision: createObjectSchema<OwnMarket & { userId: string; revision: string }>({
    required: { userId: ownId, marketId, revision },
    optional: {},
  }),
  submitKey: createObjectSchema<{ userId: string; marketId?: string }>({
    required: { userId: ownId },
    optional: { marketId },
  }),
  ownList: createObjectSchema<OwnMarketsQuery & { userId: string }>({
    required: { userId: ownId },
    optional: page,
  }),
  page: createObjectSchema<OwnMarketsQuery>({ optional: page }),
  none: createObjectSchema<Record<string, never>>({ optional: {} }),
  cityList: createObjectSchema<CityMarketsQuery>({
    required: { city },
    optional: { status: oneOf(['pending', 'approved', 'rejected']), ...page },
  }),
  approvedList: createObjectSchema<ApprovedMarketsQuery>({ required: { city }, optional: page }),
  changes: createObjectSchema<CityChangesQuery>({
    required: { city, cursor },
    optional: { limit: page.limit },
  }),
  cityMarket: createObjectSchema<CityMarket>({ required: { userId, marketId }, optional: {} }),
  decision: createObjectSchema<DecisionInput>({
    required: { userId, marketId, approved: boolean, revision },
    optional: {
      reason: nullAsAbsent(text(limits.reason)),
      reference: nullAsAbsent(oneLine(limits.reference)),
      decidedByPerson: nullAsAbsent(oneLine(limits.decidedByPerson)),
      decisionsSeen: integer(0, 100),
    },
  }),
  decisions: createObjectSchema<CityDecisions>({
    required: { city, decisions: list(1, limits.decisionsPerRequest) },
    optional: {},
  }),
};

function matching(pattern: string, message: string): Rule {
  const expected = new RegExp(`^(?:${pattern})$`);
  return check('string', (value) =>
    expected.test(`${value}`) ? undefined : { code: 'invalid_format', params: {}, message },
  );
}

function integer(minimum: number, maximum: number): Rule {
  return check('number', (value) => {
    if (!Number.isSafeInteger(value)) return wrongType('integer', value);
    const number = Number(value);
    const message = `Expected ${minimum} to ${maximum}`;
    if (number < minimum) return { code: 'too_small', params: { minimum }, message };
    return number > maximum ? { code: 'too_large', params: { maximum }, message } : undefined;
  });
}

function boolean(value: unknown): ReturnType<Rule> {
  return check('boolean', () => undefined)(value);
}

function oneOf(values: readonly unknown[]): Rule {
  const message = `Expected one of ${values.join(', ')}`;
  return (value) => ({
    value,
    faults: values.includes(value) ? [] : [{ code: 'unknown_value', params: {}, message }],
  });
}

function list(minimum: number, maximum: number): Rule {
  return (value) => {
    if (!Array.isArray(value)) return { value, faults: [wrongType('array', value)] };
    const message = `Expected ${minimum} to ${maximum} items`;
    const tooFew: Fault = { code: 'too_few', params: { minimum }, message };
    const tooMany: Fault = { code: 'too_many', params: { maximum }, message };
    const faults = [value.length < minimum && tooFew, value.length > maximum && tooMany];
    return { value, faults: faults.filter((fault) => fault !== false) };
  };
}

function nullAsAbsent(rule: Rule): Rule {
  return (value) => (value === null ? { value: undefined, faults: [] } : rule(value));
}

function check(type: string, find: (value: unknown) => Fault | undefined): Rule {
  return (value) => {
    const fault = typeof value === type ? find(value) : wrongType(type, value);
    return { value, faults: fault ? [fault] : [] };
  };
}
