import { randomUUID } from 'node:crypto';
import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import * as z from 'zod';
import { markets } from './entity.ts';

const t = initTRPC.meta<OpenApiMeta>().create({ isDev: false });

const market = z.object({
  userId: z.string(),
  marketId: z.string(),
  marketName: z.string(),
  marketDescription: z.string(),
  marketAveragePrice: z.number(),
  city: z.string(),
  marketApproved: z.boolean(),
  status: z.string(),
  revision: z.string(),
  submittedAt: z.string(),
  decisions: z.array(z.any()),
});

/** The router of the two peers with tRPC. */
export const router = t.router({
  list: t.procedure
    .meta({ openapi: { method: 'GET', path: '/v1/b2b/christmas-markets/city/{city}' } })
    .input(z.object({ city: z.string() }))
    .output(z.object({ items: z.array(market) }))
    .query(async ({ input: { city } }) => {
      const { data } = await markets.query
        .byCity({ city, status: 'pending' })
        .go({ limit: 25, ignoreOwnership: true });
      return { items: data };
    }),

  submit: t.procedure
    .meta({ openapi: { method: 'POST', path: '/v1/b2c/christmas-markets/user/{userId}' } })
    .input(
      z.object({
        userId: z.string(),
        marketName: z.string(),
        marketDescription: z.string(),
        marketAveragePrice: z.number(),
        city: z.string(),
      }),
    )
    .output(market)
    .mutation(async ({ input }) => {
      const { data } = await markets
        .create({
          ...input,
          marketId: randomUUID(),
          marketApproved: false,
          status: 'pending',
          revision: randomUUID(),
          submittedAt: new Date().toISOString(),
          decisions: [],
        })
        .go();
      return data;
    }),

  decide: t.procedure
    .meta({
      openapi: { method: 'PATCH', path: '/v1/b2b/christmas-markets/{marketId}/user/{userId}' },
    })
    .input(
      z.object({
        userId: z.string(),
        marketId: z.string(),
        approved: z.boolean(),
        reason: z.string().optional(),
        revision: z.string(),
      }),
    )
    .output(market)
    .mutation(async ({ input: { userId, marketId, approved, revision } }) => {
      const { data } = await markets
        .patch({ userId, marketId })
        .set({ marketApproved: approved, status: approved ? 'approved' : 'rejected', revision })
        .go({ response: 'all_new' });
      return data;
    }),
});
