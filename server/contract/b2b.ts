import * as z from 'zod';
import { type Catalogue, findCityName } from '../domain/cities.ts';
import {
  changePageSchema,
  decisionResultsSchema,
  marketPageSchema,
  marketSchema,
} from '../domain/market.ts';
import { insufficientScope, marketNotFound } from '../domain/problems.ts';
import * as schemas from '../domain/schemas.ts';
import { noteInLog } from '../observe/call-record.ts';
import { assertDecidable, decideMany, missingReason } from './decide-many.ts';
import { b2bProcedure, router } from './procedures.ts';

const tags = ['City halls'];
const ofMarket = '/v1/b2b/christmas-markets/{marketId}/user/{userId}' as const;

const marketKey = {
  marketId: schemas.marketIdSchema,
  userId: schemas.userIdSchema.meta({ description: "The applicant's id, as in the market." }),
};

const decisionInput = {
  ...marketKey,
  approved: schemas.approvedSchema,
  reason: schemas.nullAsAbsent(schemas.reasonSchema),
  reference: schemas.nullAsAbsent(schemas.referenceSchema),
  decidedByPerson: schemas.nullAsAbsent(schemas.decidedByPersonSchema),
  revision: schemas.revisionSchema.meta({ description: 'The revision that you reviewed.' }),
  decisionsSeen: schemas.decisionsSeenSchema.optional(),
};

/** The operations of city halls: read the markets of their own cities, and decide on them. */
export const b2bRouter = router({
  markets: router({
    list: b2bProcedure
      .meta({
        problems: ['UNKNOWN_CITY'],
        openapi: {
          method: 'GET',
          path: '/v1/b2b/christmas-markets/city/{city}',
          operationId: 'listCityMarkets',
          summary: "List a city's markets",
          description:
            'Oldest revision first. With `status=pending` it lists the markets that wait for your decision. A market that was submitted or decided a moment ago may be missing. Follow `nextCursor` until it is absent; a page may hold fewer markets than `limit`.',
          tags,
        },
      })
      .input(
        z.strictObject({
          city: schemas.citySchema,
          status: schemas.statusSchema
            .optional()
            .meta({ description: 'Only markets of this status.' }),
          ...schemas.pageInput,
        }),
      )
      .output(marketPageSchema)
      .query(({ ctx, input: { city, status, ...page } }) =>
        ctx.markets.listByCity(findOwnCity(ctx, city), status, page),
      ),

    changes: b2bProcedure
      .meta({
        problems: ['UNKNOWN_CITY', 'CURSOR_EXPIRED'],
        openapi: {
          method: 'GET',
          path: '/v1/b2b/christmas-markets/city/{city}/changes',
          operationId: 'listCityChanges',
          summary: "Follow a city's changes",
          description:
            'What was submitted, edited, decided or withdrawn since your cursor, oldest first, each market once with its latest state. Start: take a cursor with `cursor=now`, list all markets of the city, then follow. Read on while `more` is true, and come back later with the last `nextCursor`. A change appears 35 seconds after it was made: by then no older change can appear any more, so a follower misses none. Withdrawn and erased markets appear for 30 days, with their ids alone. A cursor older than that is refused with `CURSOR_EXPIRED`: start again. The same market may come again in a later page.',
          tags,
        },
      })
      .input(
        z.strictObject({
          city: schemas.citySchema,
          limit: schemas.pageInput.limit.meta({ description: 'The most changes in one page.' }),
          cursor: schemas.cursorSchema.meta({
            description: 'The last `nextCursor`, or the word `now`.',
            examples: ['now'],
          }),
        }),
      )
      .output(changePageSchema)
      .query(({ ctx, input: { city, ...page } }) =>
        ctx.markets.listChanges(findOwnCity(ctx, city), page),
      ),

    get: b2bProcedure
      .meta({
        problems: ['MARKET_NOT_FOUND'],
        openapi: {
          method: 'GET',
          path: ofMarket,
          operationId: 'getCityMarket',
          summary: 'Read one market of your cities',
          description: 'Always up to date: it shows the last edit, and the last decision.',
          tags,
        },
      })
      .input(z.strictObject(marketKey))
      .output(marketSchema)
      .query(async ({ ctx, input }) => {
        noteInLog({ marketId: input.marketId });
        const market = await ctx.markets.get(input);
        // Another city's market gets the same answer as a missing one, so that ids cannot be probed.
        if (market === null || !ctx.cityHall.cities.includes(market.city)) throw marketNotFound();
        return market;
      }),

    decide: b2bProcedure
      .meta({
        problems: [
          'MARKET_NOT_FOUND',
          'STALE_REVISION',
          'ALREADY_DECIDED',
          'DECISION_LIMIT_REACHED',
        ],
        openapi: {
          method: 'PATCH',
          path: ofMarket,
          operationId: 'decideMarket',
          summary: 'Approve or reject a market',
          description:
            'Requires the revision that you reviewed, so that a decision always refers to the content that was reviewed. The same decision on the same revision is stored once. With `decisionsSeen` the call is safe to repeat at any time: it never overrules a later decision. With it, the same decision with another `reason`, `reference` or `decidedByPerson` is a correction: it is appended, and the status of the market stays as it is.',
          tags,
        },
      })
      .input(z.strictObject(decisionInput))
      .output(marketSchema)
      .mutation(({ ctx, input: { marketId, userId, ...decision } }) => {
        const { approved, reason, revision } = decision;
        noteInLog({ marketId, decision: { approved, revision } });
        if (!approved && reason === undefined) throw missingReason('reason');
        return ctx.markets.decide({ userId, marketId }, decision, ctx.cityHall);
      }),

    decideMany: b2bProcedure
      .meta({
        problems: ['UNKNOWN_CITY'],
        unbatched: true,
        openapi: {
          method: 'POST',
          path: '/v1/b2b/christmas-markets/city/{city}/decisions',
          operationId: 'decideMarkets',
          summary: 'Decide on many markets of a city',
          description: `Up to ${schemas.limits.decisionsPerRequest} decisions on different markets of one city. Each has its own result, in the order of the decisions: the market, or the problem with which a single decision would be refused. One problem does not stop the other decisions, and the status is 200 even if all of them have a problem. Repeat a decision whose problem has a \`status\` of 500 or higher. If the input is not valid, for example if a rejection has no reason, the whole request is refused and no decision is stored. The whole request is as safe to repeat as a single decision: send \`decisionsSeen\`. Over tRPC it cannot be part of a batch.`,
          tags,
        },
      })
      .input(
        z.strictObject({
          city: schemas.citySchema,
          decisions: z
            .array(z.strictObject(decisionInput))
            .min(1)
            .max(schemas.limits.decisionsPerRequest)
            .meta({ description: 'The decisions, each on another market.' }),
        }),
      )
      .output(decisionResultsSchema)
      .mutation(({ ctx, path, input: { city, decisions } }) => {
        const hall = { name: ctx.cityHall.name, cities: [findOwnCity(ctx, city)] };
        assertDecidable(decisions);
        return decideMany({ ...ctx, hall, procedure: path }, decisions);
      }),
  }),
});

export type B2bRouter = typeof b2bRouter;

type OfHall = { catalogue: Catalogue; cityHall: { cities: readonly string[] } };

/** The display name of the city. Another hall's city is refused before anything is read. */
function findOwnCity({ catalogue, cityHall }: OfHall, spelling: string): string {
  const city = findCityName(catalogue, spelling);
  if (cityHall.cities.includes(city)) return city;
  throw insufficientScope(`The access token does not allow you to act for ${city}.`);
}
