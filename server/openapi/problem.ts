import * as z from 'zod';
import { problemDetailsSchema } from '../domain/problem-details.ts';
import { holdsSomething } from '../domain/text.ts';

const gatewayErrorSchema = z
  .looseObject({
    message: z
      .string()
      .regex(new RegExp(holdsSomething))
      .max(100)
      .meta({ description: 'The reason.', examples: ['Unauthorized'] }),
  })
  .meta({
    id: 'GatewayError',
    description: 'An error of the gateway in front of the API.',
  });

/** The components of all error responses. `Issue` is a component, too, because it has an id. */
export const problemSchemas = { Problem: problemDetailsSchema, GatewayError: gatewayErrorSchema };
