import * as z from 'zod';
import { publicProcedure, router } from './trpc.ts';

const tags = ['Public'];

/** What anyone may ask without a token. Served over REST only. */
export const publicRouter = router({
  cities: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/v1/cities',
        operationId: 'listCities',
        summary: 'List the cities that take applications',
        tags,
      },
    })
    .input(z.strictObject({}))
    .output(
      z.object({
        items: z.array(
          z.object({
            key: z.string().meta({ description: 'In scopes and URLs.', example: 'cluj-napoca' }),
            name: z.string().meta({ description: 'As people write it.', example: 'Cluj-Napoca' }),
          }),
        ),
      }),
    )
    .query(({ ctx }) => ({ items: ctx.catalogue.cities.map(({ key, name }) => ({ key, name })) })),

  health: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/health',
        operationId: 'getHealth',
        summary: 'Whether the API answers',
        tags,
      },
    })
    .input(z.strictObject({}))
    .output(z.object({ status: z.literal('ok') }))
    .query(() => ({ status: 'ok' as const })),
});
