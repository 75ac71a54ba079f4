import * as z from 'zod';
import { findCityName, maxCityKeyLength } from '../domain/cities.ts';
import { exampleCity } from '../domain/examples.ts';
import { approvedMarketPageSchema, createSlugSchema } from '../domain/market.ts';
import * as schemas from '../domain/schemas.ts';
import { publicProcedure, router } from './procedures.ts';

const tags = ['Public'];

const citySchema = z
  .object({
    key: createSlugSchema(maxCityKeyLength).meta({
      description: 'The name of the city in scopes and URLs.',
      examples: [exampleCity.key],
    }),
    name: z
      .string()
      .regex(/^\S/)
      .max(schemas.limits.city)
      .meta({ description: 'The name as people write it.', examples: [exampleCity.name] }),
  })
  .meta({ id: 'City', description: 'A city that takes applications.' });

/** The operations that need no token. */
export const publicRouter = router({
  markets: router({
    list: publicProcedure
      .meta({
        problems: ['UNKNOWN_CITY'],
        // The gateway has no cache. A browser asks again after a minute, and shows its copy meanwhile.
        cacheControl: 'public, max-age=60, stale-while-revalidate=600',
        openapi: {
          method: 'GET',
          path: '/v1/cities/{city}/christmas-markets',
          operationId: 'listApprovedMarkets',
          summary: "List a city's approved markets",
          description:
            'What visitors see: no ids of people and no decisions. An edited market is pending and is missing until it is approved again. In no order that a visitor needs: sort by `opensOn`. Follow `nextCursor` until it is absent; a page may hold fewer markets than `limit`.',
          tags,
        },
      })
      .input(z.strictObject({ city: schemas.citySchema, ...schemas.pageInput }))
      .output(approvedMarketPageSchema)
      .query(({ ctx, input: { city, ...page } }) =>
        ctx.markets.listApproved(findCityName(ctx.catalogue, city), page),
      ),
  }),

  cities: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/v1/cities',
        operationId: 'listCities',
        summary: 'List the cities that take applications',
        description:
          'The whole catalogue, in no particular order. It changes only with a deployment.',
        tags,
      },
    })
    .input(z.strictObject({}))
    .output(
      z
        .object({
          items: z.array(citySchema).meta({ description: 'All cities: there are no pages.' }),
        })
        .meta({ id: 'CityList', description: 'The catalogue of cities.' }),
    )
    .query(({ ctx }) => ({ items: ctx.catalogue.cities.map(({ key, name }) => ({ key, name })) })),

  health: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/health',
        operationId: 'getHealth',
        summary: 'Check whether the API answers',
        description: 'For monitors. Does not check the database or the issuer.',
        tags,
      },
    })
    .input(z.strictObject({}))
    .output(
      z
        .object({ status: z.literal('ok').meta({ description: 'The API answers.' }) })
        .meta({ id: 'Health', description: 'The API answers.' }),
    )
    .query(() => ({ status: 'ok' as const })),
});

export type PublicRouter = typeof publicRouter;
