import * as z from 'zod';
import { exampleDecision, exampleMarket } from './examples.ts';
import { text } from './text.ts';

export const limits = {
  marketName: 120,
  marketDescription: 2_000,
  marketAveragePrice: 10_000,
  reason: 500,
  city: 100,
  cityHallName: 32,
  cursor: 1_000,
  pageSize: 100,
  defaultPageSize: 25,
  /** With the longest reasons, four bytes a character, an item still stays far below 400 KB. */
  decisionsPerMarket: 100,
  marketsPerErasure: 25,
} as const;

/** What cities and city halls are called by in scopes, URLs and decisions: `cluj-napoca`. */
export const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** In answers. The document says as much of it as it did when it was released. */
export function slugSchema(max: number) {
  return z.string().regex(slug).max(max).meta({ pattern: '^[a-z0-9-]+$' });
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const uuidOfVersion = (version: 4 | 7) =>
  `[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`;

/**
 * Beside a format the OpenAPI document has no pattern: clients that are generated match it against what
 * the format has made of the text, and fail (Python: a UUID). What else holds, the description says.
 */
const formatAlone = { pattern: undefined };

function lowerCaseUuid(pattern: string, expected: string) {
  return z
    .string()
    .regex(new RegExp(`^${pattern}$`), expected)
    .meta({ format: 'uuid', maxLength: 36, ...formatAlone });
}

/**
 * Cognito's `sub` has the shape of a UUID without the variant bits of RFC 9562: a client that parses a
 * `format: uuid` strictly would refuse it.
 */
export const userIdSchema = lowerCaseUuid(uuid, "Expected a user's id, a lower-case UUID").meta({
  format: undefined,
  pattern: `^${uuid}$`,
  description: "The applicant's id, the `sub` of the applicant's tokens.",
  examples: [exampleMarket.userId],
});

/** A B2C path names the caller, or says so in a word. */
export const ownUserIdSchema = z
  .string()
  .regex(new RegExp(`^(me|${uuid})$`), 'Expected "me" or a user\'s id, a lower-case UUID')
  .meta({
    maxLength: 36,
    description: "The caller's own id, the token's `sub`, or the word `me`.",
    examples: ['me'],
  });

export const marketIdSchema = lowerCaseUuid(
  uuidOfVersion(4),
  'Expected a lower-case UUID, version 4',
).meta({
  description: "The market's id: a UUID, version 4, in lower case.",
  examples: [exampleMarket.marketId],
});

export const revisionSchema = lowerCaseUuid(
  uuidOfVersion(7),
  'Expected a revision, a lower-case UUID, version 7',
).meta({
  description: 'Names the exact content of a market: a UUID, version 7, in lower case.',
  examples: [exampleMarket.revision],
});

export const marketNameSchema = text(limits.marketName).meta({
  description: 'The name of the market, one line.',
  examples: [exampleMarket.marketName],
});

export const marketDescriptionSchema = text(limits.marketDescription, { multiline: true }).meta({
  description: 'What the market offers.',
  examples: [exampleMarket.marketDescription],
});

export const marketAveragePriceSchema = z
  .number()
  .min(0)
  .max(limits.marketAveragePrice)
  .refine((price) => !Object.is(price, -0), 'Expected a price that is not -0')
  .refine((price) => Math.round(price * 100) / 100 === price, 'Expected at most 2 decimals')
  .meta({
    format: 'double',
    description: 'What a visit costs on average, in EUR, with at most 2 decimals.',
    examples: [exampleMarket.marketAveragePrice],
  });

export const citySchema = text(limits.city).meta({
  description: 'The city, in any spelling of its name or by its key.',
  examples: [exampleMarket.city],
});

export const reasonSchema = text(limits.reason, { multiline: true }).meta({
  description: 'Why the city hall decided so. A rejection needs one.',
  examples: [exampleDecision.reason],
});

export const statuses = ['pending', 'approved', 'rejected'] as const;
export type Status = (typeof statuses)[number];
export const statusSchema = z.enum(statuses).meta({
  id: 'MarketStatus',
  description: 'pending: waits for the city hall. Every edit makes a market pending again.',
  examples: ['pending'],
});

const instant = z.iso
  .datetime()
  .meta({ maxLength: 30, ...formatAlone, examples: [exampleMarket.submittedAt] });

export const approvedSchema = z
  .boolean()
  .meta({ description: 'true approves the market, false rejects it.', examples: [true] });

export const decisionSchema = z
  .object({
    approved: approvedSchema,
    reason: reasonSchema.optional(),
    decidedBy: slugSchema(limits.cityHallName).meta({
      description: 'The city hall that decided.',
      examples: [exampleDecision.decidedBy],
    }),
    decidedAt: instant.meta({ description: 'When it was decided, in UTC.' }),
    revision: revisionSchema.meta({ description: 'The revision that was decided on.' }),
  })
  .meta({ id: 'Decision', description: "A city hall's decision on one revision of a market." });

export const decisionsSeenSchema = z
  .int()
  .min(0)
  .max(limits.decisionsPerMarket)
  .meta({
    description:
      'How many `decisions` the market had when you read it. Where it has more by now, yours is refused.',
    format: 'int32',
    examples: [0],
  });

export const marketSchema = z
  .object({
    userId: userIdSchema,
    marketId: marketIdSchema,
    marketName: marketNameSchema,
    marketDescription: marketDescriptionSchema,
    marketAveragePrice: marketAveragePriceSchema,
    city: citySchema.meta({ description: "The city's display name, as in the catalogue." }),
    marketApproved: z
      .boolean()
      .meta({ description: 'true exactly when status is approved.', examples: [false] }),
    status: statusSchema,
    revision: revisionSchema.meta({
      description:
        'Names the exact content: a UUID, version 7, in lower case. Every edit makes a new one; edits and decisions quote it.',
    }),
    submittedAt: instant.meta({ description: 'When this revision was submitted, in UTC.' }),
    decisions: z
      .array(decisionSchema)
      .max(limits.decisionsPerMarket)
      .meta({ description: 'Every decision so far, oldest first.', examples: [[]] }),
  })
  .meta({ id: 'Market', description: 'An application to run a Christmas market in a city.' });
export type Market = z.infer<typeof marketSchema>;

/** What base64url is made of; what it says is looked at where it is used. */
const cursorSchema = z
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
      description: 'How many markets a page holds at most.',
      format: 'int32',
      examples: [25],
    }),
  cursor: cursorSchema.optional().meta({ description: 'The nextCursor of the page before.' }),
};

export const erasureSchema = z
  .object({
    erased: z
      .int()
      .min(0)
      .max(limits.marketsPerErasure)
      .meta({
        description: 'How many markets this call has erased.',
        format: 'int32',
        examples: [2],
      }),
    remaining: z.boolean().meta({
      description: 'Whether more is left: call again until it is false.',
      examples: [false],
    }),
  })
  .meta({ id: 'Erasure', description: 'How far an erasure has come.' });
export type Erasure = z.infer<typeof erasureSchema>;

const nextCursor = cursorSchema
  .optional()
  .meta({ description: 'Asks for the next page; absent on the last.' });

export const marketPageSchema = z
  .object({
    items: z
      .array(marketSchema)
      .max(limits.pageSize)
      .meta({ description: 'The markets of this page.' }),
    nextCursor,
  })
  .meta({ id: 'MarketPage', description: 'One page of a list of markets.' });
export type MarketPage = z.infer<typeof marketPageSchema>;

/** Everything that is kept about an applicant here. */
export const userDataSchema = z
  .object({
    userId: userIdSchema,
    markets: z
      .array(marketSchema)
      .max(limits.pageSize)
      .meta({ description: 'The markets of this page.' }),
    nextCursor,
  })
  .meta({ id: 'UserData', description: 'One page of everything kept about an applicant.' });
