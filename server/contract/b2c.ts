import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { findCityName } from '../domain/cities.ts';
import { erasureSchema, marketPageSchema, marketSchema, userDataSchema } from '../domain/market.ts';
import { invalidInput, marketNotFound, Problem } from '../domain/problems.ts';
import * as schemas from '../domain/schemas.ts';
import { noteInLog } from '../observe/call-record.ts';
import { b2cProcedure, router } from './procedures.ts';

const tags = ['Applicants'];
const me = '/v1/b2c/users/me';
const ofUser = '/v1/b2c/christmas-markets/user/{userId}' as const;
const ofMarket = '/v1/b2c/christmas-markets/{marketId}/user/{userId}' as const;

const userId = schemas.ownUserIdSchema;

/** The operations of applicants, each on the caller's own markets only. */
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
            'Newest submission first; markets whose ids are of version 4 come in no particular order. Follow `nextCursor` until it is absent; a page may hold fewer markets than `limit`.',
          tags,
        },
      })
      .input(z.strictObject({ userId, ...schemas.pageInput }))
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
            'Safe to repeat with the same `marketId`, or with the same `Idempotency-Key`, which sets it: for the same content the answer is the stored market. Without either, every call submits a new market.',
          tags,
        },
      })
      .input(
        z.strictObject({
          userId,
          marketId: schemas.marketIdSchema.optional(),
          marketName: schemas.marketNameSchema,
          marketDescription: schemas.marketDescriptionSchema,
          marketAveragePrice: schemas.marketAveragePriceSchema,
          city: schemas.citySchema,
          address: schemas.addressSchema.exactOptional(),
          opensOn: schemas.opensOnSchema.exactOptional(),
          closesOn: schemas.closesOnSchema.exactOptional(),
        }),
      )
      .output(marketSchema)
      .mutation(({ ctx, input: { userId, marketId = uuidv7(), city, ...content } }) => {
        const key = ownMarket(ctx, { userId, marketId });
        assertInOrder(content);
        return ctx.markets.submit(key, { ...content, city: findCityName(ctx.catalogue, city) });
      }),

    get: b2cProcedure
      .meta({
        problems: ['MARKET_NOT_FOUND'],
        openapi: {
          method: 'GET',
          path: ofMarket,
          operationId: 'getOwnMarket',
          summary: 'Read one of your own markets',
          description: 'Always up to date: it shows your last change, and the last decision.',
          tags,
        },
      })
      .input(z.strictObject({ userId, marketId: schemas.marketIdSchema }))
      .output(marketSchema)
      .query(async ({ ctx, input }) => {
        const market = await ctx.markets.get(ownMarket(ctx, input));
        if (market === null) throw marketNotFound();
        return market;
      }),

    edit: b2cProcedure
      .meta({
        problems: ['MARKET_NOT_FOUND', 'STALE_REVISION'],
        openapi: {
          method: 'PATCH',
          path: ofMarket,
          operationId: 'editMarket',
          summary: 'Edit a market',
          description:
            'Requires the revision that you read. Creates a new revision and sets the market back to pending. `null` removes `address`, `opensOn` or `closesOn`. The city cannot be changed: withdraw the market and submit it in the other city.',
          tags,
        },
      })
      .input(
        z.strictObject({
          userId,
          marketId: schemas.marketIdSchema,
          revision: schemas.revisionSchema.meta({ description: 'The revision that you read.' }),
          marketName: schemas.marketNameSchema.exactOptional(),
          marketDescription: schemas.marketDescriptionSchema.exactOptional(),
          marketAveragePrice: schemas.marketAveragePriceSchema.exactOptional(),
          address: schemas.removable(schemas.addressSchema).exactOptional(),
          opensOn: schemas.removable(schemas.opensOnSchema).exactOptional(),
          closesOn: schemas.removable(schemas.closesOnSchema).exactOptional(),
        }),
      )
      .output(marketSchema)
      .mutation(({ ctx, input: { userId, marketId, revision, ...changes } }) => {
        const key = ownMarket(ctx, { userId, marketId });
        if (Object.keys(changes).length === 0) {
          throw invalidInput('', 'Nothing to edit: give at least one new value', 'nothing_to_edit');
        }
        assertInOrder(changes);
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
          description: 'Deletes the market permanently. Safe to repeat.',
          tags,
        },
      })
      .input(z.strictObject({ userId, marketId: schemas.marketIdSchema }))
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
          summary: 'Export everything stored about you',
          description:
            'Page by page: your id, and your markets with all decisions on them. The sign-in service stores your email address and password.',
          tags,
        },
      })
      .input(z.strictObject(schemas.pageInput))
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
          summary: 'Erase everything stored about you',
          description:
            'Withdraws your markets permanently, some with each call: repeat the call until `remaining` is false. Safe to repeat. Your account at the sign-in service remains.',
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

type Dates = { opensOn?: string | null | undefined; closesOn?: string | null | undefined };

function assertInOrder({ opensOn, closesOn }: Dates): void {
  if (opensOn != null && closesOn != null && opensOn > closesOn) {
    throw invalidInput(
      'closesOn',
      `must not be before opensOn, which is ${opensOn}`,
      'dates_out_of_order',
    );
  }
}

type Own = { applicant: { userId: string } };

function ownMarket(ctx: Own, { userId, marketId }: { userId: string; marketId: string }) {
  noteInLog({ marketId });
  return { userId: own(ctx, userId), marketId };
}

/** The caller's id. Any other id is refused before anything is read. */
function own(ctx: Own, userId: string): string {
  if (userId !== 'me' && userId !== ctx.applicant.userId) {
    throw new Problem('FORBIDDEN', 'userId must be your own id or "me".');
  }
  return ctx.applicant.userId;
}
