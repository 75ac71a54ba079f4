import * as z from 'zod';
import { toCityName } from '../domain/cities.ts';
import { insufficientScope, invalidInput } from '../domain/problems.ts';
import {
  approvedSchema,
  citySchema,
  decisionsSeenSchema,
  marketIdSchema,
  marketPageSchema,
  marketSchema,
  pageInput,
  reasonSchema,
  revisionSchema,
  statusSchema,
  userIdSchema,
} from '../domain/schemas.ts';
import { noteInLog } from '../observe/call-record.ts';
import { b2bProcedure, router } from './procedures.ts';

const tags = ['City halls'];

/** What city halls may do: read and decide on the markets of their own cities. */
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
            'Oldest revision first. With `status=pending`: what waits for you. What was just submitted or decided may show a moment later. Follow `nextCursor` until it is absent; a page may hold fewer markets than `limit`.',
          tags,
        },
      })
      .input(
        z.strictObject({
          city: citySchema,
          status: statusSchema.optional().meta({ description: 'Only markets of this status.' }),
          ...pageInput,
        }),
      )
      .output(marketPageSchema)
      .query(({ ctx, input: { city: spelling, status, ...page } }) => {
        const city = toCityName(ctx.catalogue, spelling);
        if (!ctx.cityHall.cities.includes(city)) {
          throw insufficientScope(`The access token does not let you act for ${city}.`);
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
            'Needs the revision you read, so that nobody approves what nobody read. The same decision on the same revision is kept once. With `decisionsSeen` it is safe to repeat at any time: it never overrules a decision that was made since.',
          tags,
        },
      })
      .input(
        z.strictObject({
          marketId: marketIdSchema,
          userId: userIdSchema.meta({ description: "The applicant's id, as in the market." }),
          approved: approvedSchema,
          reason: reasonSchema.optional(),
          revision: revisionSchema.meta({ description: 'The revision that you read.' }),
          decisionsSeen: decisionsSeenSchema.optional(),
        }),
      )
      .output(marketSchema)
      .mutation(({ ctx, input: { marketId, userId, ...decision } }) => {
        const { approved, reason, revision } = decision;
        noteInLog({ marketId, decision: { approved, revision } });
        if (!approved && reason === undefined) {
          throw invalidInput('reason', 'is missing, and a rejection needs one');
        }
        return ctx.markets.decide({ userId, marketId }, decision, ctx.cityHall);
      }),
  }),
});

export type B2bRouter = typeof b2bRouter;
