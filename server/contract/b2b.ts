import * as z from 'zod';
import { findCityName } from '../domain/cities.ts';
import { marketPageSchema, marketSchema } from '../domain/market.ts';
import { insufficientScope, invalidInput } from '../domain/problems.ts';
import * as schemas from '../domain/schemas.ts';
import { noteInLog } from '../observe/call-record.ts';
import { b2bProcedure, router } from './procedures.ts';

const tags = ['City halls'];

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
      .query(({ ctx, input: { city: spelling, status, ...page } }) => {
        const city = findCityName(ctx.catalogue, spelling);
        if (!ctx.cityHall.cities.includes(city)) {
          throw insufficientScope(`The access token does not allow you to act for ${city}.`);
        }
        return ctx.markets.listByCity(city, status, page);
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
          path: '/v1/b2b/christmas-markets/{marketId}/user/{userId}',
          operationId: 'decideMarket',
          summary: 'Approve or reject a market',
          description:
            'Requires the revision that you reviewed, so that a decision always refers to the content that was reviewed. The same decision on the same revision is stored once. With `decisionsSeen` the call is safe to repeat at any time: it never overrules a later decision.',
          tags,
        },
      })
      .input(
        z.strictObject({
          marketId: schemas.marketIdSchema,
          userId: schemas.userIdSchema.meta({
            description: "The applicant's id, as in the market.",
          }),
          approved: schemas.approvedSchema,
          reason: schemas.nullAsAbsent(schemas.reasonSchema),
          revision: schemas.revisionSchema.meta({ description: 'The revision that you reviewed.' }),
          decisionsSeen: schemas.decisionsSeenSchema.optional(),
        }),
      )
      .output(marketSchema)
      .mutation(({ ctx, input: { marketId, userId, ...decision } }) => {
        const { approved, reason, revision } = decision;
        noteInLog({ marketId, decision: { approved, revision } });
        if (!approved && reason === undefined) {
          throw invalidInput('reason', 'is missing; a rejection requires one');
        }
        return ctx.markets.decide({ userId, marketId }, decision, ctx.cityHall);
      }),
  }),
});

export type B2bRouter = typeof b2bRouter;
