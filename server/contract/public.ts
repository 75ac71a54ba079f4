import * as z from 'zod';
import { maxCityKeyLength } from '../domain/cities.ts';
import { exampleCity } from '../domain/examples.ts';
import { limits, slugSchema } from '../domain/schemas.ts';
import { publicProcedure, router } from './procedures.ts';

const tags = ['Public'];

const citySchema = z
  .object({
    key: slugSchema(maxCityKeyLength).meta({
      description: 'In scopes and URLs.',
      examples: [exampleCity.key],
    }),
    name: z
      .string()
      .regex(/^\S/)
      .max(limits.city)
      .meta({ description: 'As people write it.', examples: [exampleCity.name] }),
  })
  .meta({ id: 'City', description: 'A city that takes applications.' });

/** What anyone may ask without a token. Served over REST only. */
export const publicRouter = router({
  cities: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/v1/cities',
        operationId: 'listCities',
        summary: 'List the cities that take applications',
        description: 'The whole catalogue, in no particular order. It changes with a deployment.',
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
        summary: 'Whether the API answers',
        description: 'For monitors: nothing behind the API is asked.',
        tags,
      },
    })
    .input(z.strictObject({}))
    .output(
      z
        .object({ status: z.literal('ok').meta({ description: 'The API answers.' }) })
        .meta({ id: 'Health', description: 'That the API answers.' }),
    )
    .query(() => ({ status: 'ok' as const })),
});
