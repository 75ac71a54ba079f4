import * as z from 'zod';
import { maxCityKeyLength } from '../domain/cities.ts';
import { exampleCity } from '../domain/examples.ts';
import { createSlugSchema } from '../domain/market.ts';
import { limits } from '../domain/schemas.ts';
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
      .max(limits.city)
      .meta({ description: 'The name as people write it.', examples: [exampleCity.name] }),
  })
  .meta({ id: 'City', description: 'A city that takes applications.' });

/** The operations that need no token. Served over REST only. */
export const publicRouter = router({
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
