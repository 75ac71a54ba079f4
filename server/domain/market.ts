import * as z from 'zod';
import { exampleDecision, exampleMarket } from './examples.ts';
import { problemDetailsSchema } from './problem-details.ts';
import * as schemas from './schemas.ts';
import { withValidMarks } from './validated.ts';

// Reading is tolerant, writing is strict: these schemas check the shape of stored and answered data.
// An item that an earlier version, or another program, wrote by other rules does not fail a list. The
// OpenAPI document describes what this version writes, so the metadata is that of the inputs.

const { limits } = schemas;

/** Text of any content, described as the input is. */
function describedAs(input: z.ZodType<string>) {
  return z.string().meta({ ...input.meta() });
}

/** In answers, documented more loosely than `slug`: a stricter pattern would break released clients. */
export function createSlugSchema(max: number) {
  return z.string().meta({ maxLength: max, pattern: '^[a-z0-9-]+$' });
}

/** Ids are parts of cursors: they must be printable ASCII, without the separator `#`. */
const id = z.string().regex(/^[!-"$-~]{1,100}$/);
export const maxIdLength = 100;

const instant = z.string().meta({
  format: 'date-time',
  maxLength: 30,
  examples: [exampleMarket.submittedAt],
});

const revision = id.meta({ ...schemas.revisionSchema.meta() });

const decisionSchema = z
  .object({
    approved: schemas.approvedSchema,
    reason: describedAs(schemas.reasonSchema).optional(),
    reference: describedAs(schemas.referenceSchema).optional(),
    decidedByPerson: describedAs(schemas.decidedByPersonSchema).optional(),
    decidedBy: createSlugSchema(limits.cityHallName).meta({
      description: 'The city hall that decided.',
      examples: [exampleDecision.decidedBy],
    }),
    decidedAt: instant.meta({ description: 'The time of the decision, in UTC.' }),
    revision: revision.meta({ description: 'The revision that the decision refers to.' }),
  })
  .meta({ id: 'Decision', description: "A city hall's decision on one revision of a market." });
export const marketSchema = withValidMarks(
  z
    .object({
      userId: id.meta({ ...schemas.userIdSchema.meta() }),
      marketId: id.meta({ ...schemas.marketIdSchema.meta() }),
      marketName: describedAs(schemas.marketNameSchema),
      marketDescription: describedAs(schemas.marketDescriptionSchema),
      marketAveragePrice: z.number().meta({
        ...schemas.marketAveragePriceSchema.meta(),
        minimum: 0,
        maximum: limits.marketAveragePrice,
      }),
      city: describedAs(schemas.citySchema).meta({
        description: "The city's display name, as in the catalogue.",
      }),
      address: describedAs(schemas.addressSchema).optional(),
      opensOn: describedAs(schemas.opensOnSchema).meta({ format: 'date' }).optional(),
      closesOn: describedAs(schemas.closesOnSchema).meta({ format: 'date' }).optional(),
      marketApproved: z
        .boolean()
        .meta({ description: 'true exactly when status is approved.', examples: [false] }),
      status: schemas.statusSchema,
      revision: revision.meta({
        description:
          'Identifies the exact content: a UUID, version 7, in lower case. Every edit makes a new one; edits and decisions refer to it.',
      }),
      submittedAt: instant.meta({
        description: 'The time when this revision was submitted, in UTC.',
      }),
      firstSubmittedAt: instant.optional().meta({
        description:
          'The time when the market was submitted first, in UTC; edits keep it. Absent if the market was submitted before version 1.1 of this API.',
        examples: [exampleMarket.firstSubmittedAt],
      }),
      decisions: z.array(decisionSchema).meta({
        maxItems: limits.decisionsPerMarket,
        description: 'All decisions, oldest first.',
        examples: [[]],
      }),
    })
    .meta({ id: 'Market', description: 'An application to run a Christmas market in a city.' }),
);
export type Market = z.infer<typeof marketSchema>;

const nextCursor = schemas.cursorSchema
  .optional()
  .meta({ description: 'Requests the next page; absent on the last.' });

const markets = z
  .array(marketSchema)
  .max(limits.pageSize)
  .meta({ description: 'The markets of this page.' });

export const marketPageSchema = withValidMarks(
  z
    .object({ items: markets, nextCursor })
    .meta({ id: 'MarketPage', description: 'One page of a list of markets.' }),
);
export type MarketPage = z.infer<typeof marketPageSchema>;

/** Members of `marketSchema` that everyone may read. The schema drops the others. */
const approvedMarketSchema = marketSchema
  .pick({
    marketId: true,
    marketName: true,
    marketDescription: true,
    marketAveragePrice: true,
    city: true,
    address: true,
    opensOn: true,
    closesOn: true,
  })
  .meta({ id: 'ApprovedMarket', description: 'A market as visitors see it.' });

export const approvedMarketPageSchema = z
  .object({
    items: z
      .array(approvedMarketSchema)
      .max(limits.pageSize)
      .meta({ description: 'The approved markets of this page.' }),
    nextCursor,
  })
  .meta({ id: 'ApprovedMarketPage', description: 'One page of the approved markets of a city.' });
export type ApprovedMarketPage = z.infer<typeof approvedMarketPageSchema>;

const changeSchema = z
  .object({
    type: z.enum(['submitted', 'edited', 'decided', 'withdrawn']).meta({
      description: 'The last change. An erased market is `withdrawn`, too.',
      examples: ['submitted'],
    }),
    changedAt: instant.meta({ description: 'The time of the change, in UTC.' }),
    marketId: id.meta({ ...schemas.marketIdSchema.meta() }),
    userId: id.meta({ ...schemas.userIdSchema.meta() }),
    market: marketSchema.optional().meta({
      description: 'The market as it is now. Absent if it is withdrawn: delete your copy.',
    }),
  })
  .meta({ id: 'Change', description: 'The last change of one market.' });
export type Change = z.infer<typeof changeSchema>;

export const changePageSchema = z
  .object({
    items: z
      .array(changeSchema)
      .max(limits.pageSize)
      .meta({ description: 'The changes of this page, oldest first. May be empty.' }),
    nextCursor: schemas.cursorSchema.meta({
      description:
        'The cursor of your next call, now or tomorrow. Store it after you processed the page.',
    }),
    more: z.boolean().meta({
      description: 'Whether more changes can be read at once with `nextCursor`.',
      examples: [false],
    }),
  })
  .meta({ id: 'ChangePage', description: "One page of a city's changes." });
export type ChangePage = z.infer<typeof changePageSchema>;

const decisionResultSchema = z
  .object({
    marketId: id.meta({ ...schemas.marketIdSchema.meta() }),
    userId: id.meta({ ...schemas.userIdSchema.meta() }),
    market: marketSchema
      .optional()
      .meta({ description: 'The market with your decision. Absent if there is a problem.' }),
    problem: problemDetailsSchema.optional().meta({
      description:
        'Why there is no result, as a single decision would be refused. If its `status` is 500 or higher, repeat this decision.',
    }),
  })
  .meta({ id: 'DecisionResult', description: 'The result of one of many decisions.' });
export type DecisionResult = z.infer<typeof decisionResultSchema>;

export const decisionResultsSchema = z
  .object({
    items: z.array(decisionResultSchema).max(limits.decisionsPerRequest).meta({
      description: 'One result for each decision, in the order of the decisions.',
    }),
  })
  .meta({ id: 'DecisionResults', description: 'The results of many decisions.' });
export type DecisionResults = z.infer<typeof decisionResultsSchema>;

/** Everything that is stored about an applicant here. */
export const userDataSchema = z
  .object({ userId: id.meta({ ...schemas.userIdSchema.meta() }), markets, nextCursor })
  .meta({ id: 'UserData', description: 'One page of everything stored about an applicant.' });

export const erasureSchema = z
  .object({
    erased: z
      .int()
      .min(0)
      .max(limits.marketsPerErasure)
      .meta({
        description: 'The number of markets that this call erased.',
        format: 'int32',
        examples: [2],
      }),
    remaining: z.boolean().meta({
      description: 'Whether markets remain: repeat the call until it is false.',
      examples: [false],
    }),
  })
  .meta({ id: 'Erasure', description: 'The progress of an erasure.' });
export type Erasure = z.infer<typeof erasureSchema>;
