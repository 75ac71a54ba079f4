import * as z from 'zod';

export const limits = {
  marketName: 120,
  marketDescription: 2_000,
  marketAveragePrice: 10_000,
  reason: 500,
  city: 100,
  cursor: 1_000,
  pageSize: 100,
  defaultPageSize: 25,
  /** With the longest reasons, four bytes a character, an item still stays far below 400 KB. */
  decisionsPerMarket: 100,
  marketsPerErasure: 25,
} as const;

/**
 * Text that a person wrote. Lengths count code points, as JSON Schema does. Refused: control and
 * bidirectional formatting characters and lone surrogates, which can make one text look like
 * another, and text with nothing visible in it. A line feed is kept where `multiline`.
 */
function text(max: number, { multiline = false } = {}) {
  const pattern = multiline ? visibleLines : visibleLine;
  return z
    .string()
    .regex(
      pattern,
      multiline
        ? 'Expected visible text without control or bidirectional formatting characters'
        : 'Expected one line of visible text without control or bidirectional formatting characters',
    )
    .refine((value) => [...value].length <= max, `Expected at most ${max} characters`)
    .meta({ minLength: 1, maxLength: max });
}

const refused = '\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069';
// Some letters and symbols show nothing either: Hangul fillers are default ignorable, and U+2800 is
// a Braille pattern without dots.
const visible = '(?!\\p{DI}|\\u2800)[\\p{L}\\p{N}\\p{P}\\p{S}]';
const visibleLine = new RegExp(`^(?=.*${visible})[^${refused}]+$`, 'u');
const visibleLines = new RegExp(`^(?=[\\s\\S]*${visible})(?:[^${refused}]|\\n)+$`, 'u');

const lowerCaseUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Cognito's `sub`: a UUID by its shape, of no fixed version. */
export const userIdSchema = z
  .string()
  .regex(lowerCaseUuid, "Expected a user's id, a lower-case UUID")
  .meta({ format: 'uuid', example: '0b9f6c2e-7f0a-4a52-9c39-1d2f3f8a7b10' });

export const marketIdSchema = z
  .uuidv4('Expected a lower-case UUID, version 4')
  .lowercase('Expected a lower-case UUID, version 4')
  .meta({ example: '5a0d3f0e-9a1c-4c57-8a53-3f0b8f4f2d11' });

export const revisionSchema = z
  .uuidv7('Expected a revision, a lower-case UUID, version 7')
  .lowercase('Expected a revision, a lower-case UUID, version 7')
  .meta({ example: '019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42' });

export const marketNameSchema = text(limits.marketName).meta({
  description: 'The name of the market, one line.',
  example: 'Târgul de Crăciun din Piața Unirii',
});

export const marketDescriptionSchema = text(limits.marketDescription, { multiline: true }).meta({
  description: 'What the market offers.',
  example: 'Forty wooden huts, mulled wine and a carousel.\nOpen from 10 to 22.',
});

export const marketAveragePriceSchema = z
  .number()
  .min(0)
  .max(limits.marketAveragePrice)
  .refine((price) => !Object.is(price, -0), 'Expected a price that is not -0')
  .refine((price) => Math.round(price * 100) / 100 === price, 'Expected at most 2 decimals')
  .meta({
    description: 'What a visit costs on average, in EUR, with at most 2 decimals.',
    example: 12.5,
  });

export const citySchema = text(limits.city).meta({
  description: 'The city, in any spelling of its name or by its key.',
  example: 'Cluj-Napoca',
});

export const reasonSchema = text(limits.reason, { multiline: true }).meta({
  description: 'Why the city hall decided so. A rejection needs one.',
  example: 'The fire lane on the east side must stay free.',
});

export const statuses = ['pending', 'approved', 'rejected'] as const;
export type Status = (typeof statuses)[number];
export const statusSchema = z.enum(statuses);

const instant = z.iso.datetime().meta({ example: '2026-11-02T09:30:00.000Z' });

export const decisionSchema = z.object({
  approved: z.boolean(),
  reason: reasonSchema.optional(),
  decidedBy: z.string().meta({ description: 'The city hall that decided.', example: 'cluj' }),
  decidedAt: instant,
  revision: revisionSchema.meta({ description: 'The revision that was decided on.' }),
});
export type Decision = z.infer<typeof decisionSchema>;

export const marketSchema = z.object({
  userId: userIdSchema,
  marketId: marketIdSchema,
  marketName: marketNameSchema,
  marketDescription: marketDescriptionSchema,
  marketAveragePrice: marketAveragePriceSchema,
  city: citySchema.meta({ description: "The city's display name, as in the catalogue." }),
  marketApproved: z.boolean().meta({ description: 'true exactly when status is approved.' }),
  status: statusSchema,
  revision: revisionSchema.meta({
    description:
      'Names the exact content. Every edit makes a new one; edits and decisions quote it.',
  }),
  submittedAt: instant.meta({ description: 'When this revision was submitted.' }),
  decisions: z
    .array(decisionSchema)
    .max(limits.decisionsPerMarket)
    .meta({ description: 'Every decision so far, oldest first.' }),
});
export type Market = z.infer<typeof marketSchema>;

export const pageInput = {
  limit: z
    .int()
    .min(1)
    .max(limits.pageSize)
    .default(limits.defaultPageSize)
    .meta({ description: 'How many markets a page holds at most.', example: 25 }),
  cursor: z
    .string()
    .min(1)
    .max(limits.cursor)
    .optional()
    .meta({ description: 'The nextCursor of the page before.' }),
};

export const erasureSchema = z.object({
  erased: z
    .int()
    .min(0)
    .max(limits.marketsPerErasure)
    .meta({ description: 'How many markets this call has erased.' }),
  remaining: z
    .boolean()
    .meta({ description: 'Whether more is left: call again until it is false.' }),
});
export type Erasure = z.infer<typeof erasureSchema>;

const nextCursor = z
  .string()
  .max(limits.cursor)
  .optional()
  .meta({ description: 'Asks for the next page; absent on the last.' });

export const marketPageSchema = z.object({
  items: z.array(marketSchema).max(limits.pageSize),
  nextCursor,
});
export type MarketPage = z.infer<typeof marketPageSchema>;

/** Everything that is kept about an applicant here. */
export const userDataSchema = z.object({
  userId: userIdSchema,
  markets: z.array(marketSchema).max(limits.pageSize),
  nextCursor,
});
