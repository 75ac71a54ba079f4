import * as z from 'zod';
import { exampleDecision, exampleMarket } from './examples.ts';
import { fault } from './issues.ts';
import { createTextSchema } from './text.ts';

// The rules of inputs. What is stored was valid by the rules of its day: see market.ts.

export const limits = {
  marketName: 120,
  marketDescription: 2_000,
  marketAveragePrice: 10_000,
  address: 200,
  reason: 500,
  reference: 64,
  decidedByPerson: 64,
  city: 100,
  cityHallName: 32,
  cursor: 1_000,
  pageSize: 100,
  defaultPageSize: 25,
  /** Even with the longest reasons in 4-byte characters, an item stays far below 400 KB. */
  decisionsPerMarket: 100,
  decisionsPerRequest: 25,
  marketsPerErasure: 25,
  /** The most calls in one tRPC batch. Each is charged and limited like a call of its own. */
  callsPerBatch: 10,
} as const;

/** The names of cities and city halls in scopes, URLs and decisions, for example `cluj-napoca`. */
export const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const hex = (digits: number) => `[0-9a-f]{${digits}}`;
const uuidOfVersion = (version: '4' | '7' | '[47]') =>
  `${hex(8)}-${hex(4)}-${version}${hex(3)}-[89ab]${hex(3)}-${hex(12)}`;
/** The shape of Cognito's `sub`. It has no version, and the variant bits of RFC 9562 may be any. */
const userIdPattern = `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;

/**
 * The OpenAPI document has no pattern beside a format: generated clients match the pattern against the
 * parsed value, for example Python's UUID, and fail.
 */
const formatAlone = { pattern: undefined };

/** Accepts upper case, because RFC 9562 tells readers to; the result is in lower case. */
function createIdSchema(pattern: string, expected: string) {
  return z
    .string()
    .overwrite(lowerCaseId)
    .regex(new RegExp(`^(?:${pattern})$`), expected);
}

function lowerCaseId(value: string): string {
  return value.length === 36 ? value.toLowerCase() : value;
}

export const userIdSchema = createIdSchema(userIdPattern, "Expected a user's id").meta({
  maxLength: 36,
  pattern: `^${userIdPattern}$`,
  description: "The applicant's id: the `sub` of the applicant's tokens.",
  examples: [exampleMarket.userId],
});

/** For the paths of applicants. */
export const ownUserIdSchema = createIdSchema(
  `me|${userIdPattern}`,
  'Expected "me" or a user\'s id',
).meta({
  maxLength: 36,
  pattern: `^(me|${userIdPattern})$`,
  description: "The caller's own id, which is the `sub` of the token, or the word `me`.",
  examples: ['me'],
});

export const marketIdSchema = createIdSchema(
  uuidOfVersion('[47]'),
  'Expected a UUID, version 7 or 4',
).meta({
  format: 'uuid',
  maxLength: 36,
  ...formatAlone,
  description:
    "The market's id: a UUID in lower case, of version 7, which sorts by time, or version 4.",
  examples: [exampleMarket.marketId],
});

export const revisionSchema = createIdSchema(
  uuidOfVersion('7'),
  'Expected a revision, which is a UUID, version 7',
).meta({
  format: 'uuid',
  maxLength: 36,
  ...formatAlone,
  description: 'Identifies the exact content of a market: a UUID, version 7, in lower case.',
  examples: [exampleMarket.revision],
});

export const marketNameSchema = createTextSchema(limits.marketName).meta({
  description: 'The name of the market, one line.',
  examples: [exampleMarket.marketName],
});

export const marketDescriptionSchema = createTextSchema(limits.marketDescription, {
  multiline: true,
}).meta({
  description: 'What the market offers.',
  examples: [exampleMarket.marketDescription],
});

export const marketAveragePriceSchema = z
  .number()
  .min(0)
  .max(limits.marketAveragePrice)
  .refine((price) => !Object.is(price, -0), {
    error: 'Expected a price that is not -0',
    ...fault('too_small', { minimum: 0 }),
  })
  .refine((price) => Math.round(price * 100) / 100 === price, {
    error: 'Expected at most 2 decimals',
    ...fault('too_many_decimals', { maximum: 2 }),
  })
  .meta({
    format: 'double',
    description: 'The average cost of a visit in EUR, with at most 2 decimals.',
    examples: [exampleMarket.marketAveragePrice],
  });

export const citySchema = createTextSchema(limits.city).meta({
  description: 'The city, by its key or by its name in any spelling.',
  examples: [exampleMarket.city],
});

export const reasonSchema = createTextSchema(limits.reason, { multiline: true }).meta({
  description: 'The reason for the decision. Required for a rejection.',
  examples: [exampleDecision.reason],
});

export const addressSchema = createTextSchema(limits.address).meta({
  description: 'Where the market is to be, one line.',
  examples: [exampleMarket.address],
});

export const opensOnSchema = z.iso.date('Expected a date as YYYY-MM-DD').meta({
  ...formatAlone,
  maxLength: 10,
  description: 'The first day of the market.',
  examples: [exampleMarket.opensOn],
});

export const closesOnSchema = z.iso.date('Expected a date as YYYY-MM-DD').meta({
  ...formatAlone,
  maxLength: 10,
  description: 'The last day of the market, not before `opensOn`.',
  examples: [exampleMarket.closesOn],
});

export const referenceSchema = createTextSchema(limits.reference).meta({
  description: "The city hall's own reference, for example its case number.",
  examples: [exampleDecision.reference],
});

export const decidedByPersonSchema = createTextSchema(limits.decidedByPerson).meta({
  description: 'Who decided in the city hall: a role or initials. The applicant sees it.',
  examples: [exampleDecision.decidedByPerson],
});

/** For an edit: null removes the value. */
export function removable<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable().meta({ description: `${schema.meta()?.description} null removes it.` });
}

/** Accepts null, which systems send for an empty column. The OpenAPI document names only the text. */
export function nullAsAbsent(schema: z.ZodType<string, string>) {
  const withoutNull = z.transform((value: string | null | undefined) => value ?? undefined);
  return z.pipe(withoutNull, schema.optional()).optional();
}

export const statuses = ['pending', 'approved', 'rejected'] as const;
export type Status = (typeof statuses)[number];
export const statusSchema = z.enum(statuses).meta({
  id: 'MarketStatus',
  description: 'pending: no decision yet. Every edit makes a market pending again.',
  examples: ['pending'],
});

export const approvedSchema = z
  .boolean()
  .meta({ description: 'true approves the market, false rejects it.', examples: [true] });

export const decisionsSeenSchema = z
  .int()
  .min(0)
  .max(limits.decisionsPerMarket)
  .meta({
    description:
      'The number of `decisions` that the market had when you read it. If it has more by now, your decision is refused. With it, the same decision with other details is a correction.',
    format: 'int32',
    examples: [0],
  });

/** The alphabet of base64url. The position in it is checked where it is used. */
export const cursorSchema = z
  .string()
  .regex(/^[\w-]+$/, 'Expected the nextCursor of the page before')
  .max(limits.cursor)
  .meta({ examples: ['eyJtYXJrZXRJZCI6IjVhMGQzZjBlLTlhMWMtNGM1Ny04YTUzLTNmMGI4ZjRmMmQxMSJ9'] });

export const pageInput = {
  limit: z
    .int()
    .min(1)
    .max(limits.pageSize)
    .default(limits.defaultPageSize)
    .meta({
      description: 'The most markets in one page.',
      format: 'int32',
      examples: [25],
    }),
  cursor: cursorSchema.optional().meta({ description: 'The nextCursor of the page before.' }),
};
