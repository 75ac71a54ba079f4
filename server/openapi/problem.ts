import * as z from 'zod';
import { exampleRequestId } from '../domain/examples.ts';
import { issueLimits, problems } from '../domain/problems.ts';
import { holdsSomething } from '../domain/text.ts';

const visible = new RegExp(holdsSomething);

/** The body of the API's errors, as `createProblemDetails` creates it. Loose, because members may be added. */
const problemSchema = z
  .looseObject({
    type: z
      .string()
      .regex(/^urn:christmas-markets:problem:[A-Z_]+$/)
      .max(100)
      .meta({
        description: 'Identifies the kind of problem, like `code`.',
        examples: ['urn:christmas-markets:problem:STALE_REVISION'],
      }),
    title: z
      .string()
      .regex(visible)
      .max(100)
      .meta({
        description: 'The title of this kind of problem.',
        examples: [problems.STALE_REVISION.title],
      }),
    status: z
      .int()
      .min(400)
      .max(599)
      .meta({ format: 'int32', description: 'The HTTP status.', examples: [409] }),
    detail: z
      .string()
      .regex(visible)
      .max(1_000)
      .meta({
        description: 'What is wrong with this request, for people to read.',
        examples: ['The market is now at another revision. Read it again first.'],
      }),
    // No enum: generated clients would fail to parse an error with a code that was added later.
    code: z
      .string()
      .regex(/^[A-Z_]+$/)
      .max(50)
      .meta({
        description: `For programs to branch on. Use \`status\` for an unknown code. ${listCodes(Object.keys(problems))}`,
        examples: ['STALE_REVISION'],
      }),
    issues: z
      .array(
        z
          .looseObject({
            path: z
              .string()
              .regex(/^/)
              .max(issueLimits.path)
              .meta({
                description: 'The rejected member of the input, empty for the whole input.',
                examples: ['marketAveragePrice'],
              }),
            message: z
              .string()
              .regex(visible)
              .max(issueLimits.message)
              .meta({
                description: 'What was expected.',
                examples: ['Expected at most 2 decimals'],
              }),
          })
          .meta({ id: 'Issue', description: 'One rejected member of the input.' }),
      )
      .max(issueLimits.issues)
      .optional()
      .meta({ description: 'The rejected members of the input.' }),
    requestId: z
      .string()
      .regex(/^\S+$/)
      .max(100)
      .meta({
        description:
          'The id of the request in our log, also in the header `apigw-requestid`. Give it when you report a problem.',
        examples: [exampleRequestId],
      }),
  })
  .meta({ id: 'Problem', description: 'An error of the API (RFC 9457).' });

const gatewayErrorSchema = z
  .looseObject({
    message: z
      .string()
      .regex(visible)
      .max(100)
      .meta({ description: 'The reason.', examples: ['Unauthorized'] }),
  })
  .meta({
    id: 'GatewayError',
    description: 'An error of the gateway in front of the API.',
  });

/** The components of all error responses. `Issue` is a component, too, because it has an id. */
export const problemSchemas = { Problem: problemSchema, GatewayError: gatewayErrorSchema };

function listCodes(codes: string[]): string {
  return `Known codes: ${codes.map((code) => `\`${code}\``).join(', ')}.`;
}
