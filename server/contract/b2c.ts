import { v4 as uuidv4 } from 'uuid';
import * as z from 'zod';
import { toCityName } from '../domain/cities.ts';
import { invalidInput, Problem } from '../domain/problems.ts';
import {
  citySchema,
  erasureSchema,
  marketAveragePriceSchema,
  marketDescriptionSchema,
  marketIdSchema,
  marketNameSchema,
  marketPageSchema,
  marketSchema,
  ownUserIdSchema,
  pageInput,
  revisionSchema,
  userDataSchema,
} from '../domain/schemas.ts';
import { noteInLog } from '../observe/call-record.ts';
import { b2cProcedure, router } from './procedures.ts';

const tags = ['Applicants'];
const me = '/v1/b2c/users/me';
const ofUser = '/v1/b2c/christmas-markets/user/{userId}' as const;
const ofMarket = '/v1/b2c/christmas-markets/{marketId}/user/{userId}' as const;

const userId = ownUserIdSchema;

/** What applicants may do: everything with their own markets, nothing with anyone else's. */
export const b2cRouter = router({
  markets: router({
    list: b2cProcedure
      .meta({
        openapi: {
          method: 'GET',
          path: ofUser,
          operationId: 'listOwnMarkets',
          summary: 'List your own markets',
          description:
            'In no particular order. Follow `nextCursor` until it is absent; a page may hold fewer markets than `limit`.',
          tags,
        },
      })
      .input(z.strictObject({ userId, ...pageInput }))
      .output(marketPageSchema)
      .query(({ ctx, input: { userId, ...page } }) =>
        ctx.markets.listByOwner(own(ctx, userId), page),
      ),

    submit: b2cProcedure
      .meta({
        status: 201,
        idempotencyKey: 'marketId',
        problems: ['UNKNOWN_CITY', 'MARKET_NOT_FOUND', 'MARKET_EXISTS', 'MARKET_LIMIT_REACHED'],
        openapi: {
          method: 'POST',
          path: ofUser,
          operationId: 'submitMarket',
          summary: 'Submit a market',
          description:
            'Safe to repeat with the same `marketId`, or the same `Idempotency-Key`, which stands for it: the same content answers with the stored market. Without either, every call submits another market.',
          tags,
        },
      })
      .input(
        z.strictObject({
          userId,
          marketId: marketIdSchema.optional(),
          marketName: marketNameSchema,
          marketDescription: marketDescriptionSchema,
          marketAveragePrice: marketAveragePriceSchema,
          city: citySchema,
        }),
      )
      .output(marketSchema)
      .mutation(({ ctx, input: { userId, marketId = uuidv4(), city, ...content } }) =>
        ctx.markets.submit(ownMarket(ctx, { userId, marketId }), {
          ...content,
          city: toCityName(ctx.catalogue, city),
        }),
      ),

    edit: b2cProcedure
      .meta({
        problems: ['MARKET_NOT_FOUND', 'STALE_REVISION'],
        openapi: {
          method: 'PATCH',
          path: ofMarket,
          operationId: 'editMarket',
          summary: 'Edit a market',
          description:
            'Needs the revision you saw; makes a new one and sets the market back to pending. The city cannot be changed: withdraw the market and submit it there.',
          tags,
        },
      })
      .input(
        z.strictObject({
          userId,
          marketId: marketIdSchema,
          revision: revisionSchema.meta({ description: 'The revision that you saw.' }),
          marketName: marketNameSchema.exactOptional(),
          marketDescription: marketDescriptionSchema.exactOptional(),
          marketAveragePrice: marketAveragePriceSchema.exactOptional(),
        }),
      )
      .output(marketSchema)
      .mutation(({ ctx, input: { userId, marketId, revision, ...changes } }) => {
        const key = ownMarket(ctx, { userId, marketId });
        if (Object.keys(changes).length === 0) {
          throw invalidInput('', 'Nothing to edit: give at least one new value');
        }
        return ctx.markets.edit(key, revision, changes);
      }),

    withdraw: b2cProcedure
      .meta({
        status: 204,
        openapi: {
          method: 'DELETE',
          path: ofMarket,
          operationId: 'withdrawMarket',
          summary: 'Withdraw a market',
          description: 'Deletes it for good. Safe to repeat.',
          tags,
        },
      })
      .input(z.strictObject({ userId, marketId: marketIdSchema }))
      .output(z.void())
      .mutation(({ ctx, input }) => ctx.markets.withdraw(ownMarket(ctx, input))),
  }),

  users: router({
    export: b2cProcedure
      .meta({
        openapi: {
          method: 'GET',
          path: me,
          operationId: 'exportOwnData',
          summary: 'Export everything kept about you',
          description:
            'Page by page: your id and your markets with every decision on them. Your email address and password are with the sign-in service.',
          tags,
        },
      })
      .input(z.strictObject(pageInput))
      .output(userDataSchema)
      .query(async ({ ctx, input: page }) => {
        const { userId } = ctx.applicant;
        const { items: markets, nextCursor } = await ctx.markets.listByOwner(userId, page);
        return { userId, markets, nextCursor };
      }),

    erase: b2cProcedure
      .meta({
        openapi: {
          method: 'DELETE',
          path: me,
          operationId: 'eraseOwnData',
          summary: 'Erase everything kept about you',
          description:
            'Withdraws your markets for good, some with each call: repeat it until `remaining` is false. Safe to repeat. Your account with the sign-in service stays.',
          tags,
        },
      })
      .input(z.strictObject({}))
      .output(erasureSchema)
      .mutation(async ({ ctx }) => {
        const erasure = await ctx.markets.eraseByOwner(ctx.applicant.userId);
        noteInLog({ erased: erasure.erased });
        return erasure;
      }),
  }),
});

export type B2cRouter = typeof b2cRouter;

type Own = { applicant: { userId: string } };

function ownMarket(ctx: Own, { userId, marketId }: { userId: string; marketId: string }) {
  noteInLog({ marketId });
  return { userId: own(ctx, userId), marketId };
}

/** The id to act for: refused before anything is read where it is not the caller's. */
function own(ctx: Own, userId: string): string {
  if (userId !== 'me' && userId !== ctx.applicant.userId) {
    throw new Problem('FORBIDDEN', 'userId must be your own id or "me".');
  }
  return ctx.applicant.userId;
}
