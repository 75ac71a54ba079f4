import * as z from 'zod';
import { createSchema } from 'zod-openapi';
import { exampleRequestId } from '../domain/examples.ts';
import { issueLimits, problems } from '../domain/problems.ts';
import { holdsSomething } from '../domain/text.ts';

const visible = new RegExp(holdsSomething);

/** The body of our refusals, as `createProblemDetails` writes it. */
const problemSchema = z
  .object({
    type: z
      .string()
      .regex(/^urn:christmas-markets:problem:[A-Z_]+$/)
      .max(100)
      .meta({
        description: 'Names the kind of problem, like `code`.',
        examples: ['urn:christmas-markets:problem:STALE_REVISION'],
      }),
    title: z
      .string()
      .regex(visible)
      .max(100)
      .meta({
        description: 'The same for every problem of its kind.',
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
        description: 'What was wrong with this request, for people.',
        examples: ['The market is now at another revision. Read it again first.'],
      }),
    // No enum: generated clients would fail to parse a code added later, just when reading an error.
    code: z
      .string()
      .regex(/^[A-Z_]+$/)
      .max(50)
      .meta({
        description: `What programs branch on; go by \`status\` where you do not know it. ${listCodes(Object.keys(problems))}`,
        examples: ['STALE_REVISION'],
      }),
    issues: z
      .array(
        z
          .object({
            path: z
              .string()
              .regex(/^/)
              .max(issueLimits.path)
              .meta({
                description: 'The rejected place of the input, empty for the whole.',
                examples: ['marketAveragePrice'],
              }),
            message: z
              .string()
              .regex(visible)
              .max(issueLimits.message)
              .meta({
                description: 'What was expected there.',
                examples: ['Expected at most 2 decimals'],
              }),
          })
          .meta({ id: 'Issue', description: 'One rejected place of the input.' }),
      )
      .max(issueLimits.issues)
      .optional()
      .meta({ description: 'Each rejected place of the input.' }),
    requestId: z
      .string()
      .regex(/^\S+$/)
      .max(100)
      .meta({
        description: 'Names the request in our log: report it. Also in `apigw-requestid`.',
        examples: [exampleRequestId],
      }),
  })
  .meta({ id: 'Problem', description: 'Why we refuse a request (RFC 9457).' });

const gatewayErrorSchema = z
  .object({
    message: z
      .string()
      .regex(visible)
      .max(100)
      .meta({ description: 'The reason in the words of the gateway.', examples: ['Unauthorized'] }),
  })
  .meta({
    id: 'GatewayError',
    description: 'Why the gateway in front of the API refuses a request.',
  });

/** The components of every refusal: `Problem`, `Issue` and `GatewayError`. */
export const { components: problemComponents } = createSchema(
  z.object({ problem: problemSchema, gatewayError: gatewayErrorSchema }),
  { openapiVersion: '3.1.0' },
);

function listCodes(codes: string[]): string {
  return `So far: ${codes.map((code) => `\`${code}\``).join(', ')}.`;
}
