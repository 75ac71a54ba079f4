import * as z from 'zod';
import { exampleRequestId } from './examples.ts';
import { issueCodes, issueLimits } from './issues.ts';
import { type Problem, problems } from './problems.ts';
import { holdsSomething } from './text.ts';

/** The body of the API's errors (RFC 9457). */
export function createProblemDetails(problem: Problem, requestId: string): ProblemDetails {
  const { problemCode, status, message, issues } = problem;
  return {
    type: `urn:christmas-markets:problem:${problemCode}`,
    title: problems[problemCode].title,
    status,
    detail: message,
    code: problemCode,
    ...(issues && { issues: [...issues] }),
    requestId,
  };
}

// Strings are only described, as in all answers: a detail may quote stored data. Objects are strict,
// because otherwise the generator makes two components of each, one for input and one for output.

const visible = { pattern: holdsSomething };

const issueParamsSchema = z
  .strictObject({
    maximum: z
      .int()
      .optional()
      .meta({ format: 'int64', description: 'The greatest value or length.', examples: [2] }),
    minimum: z
      .int()
      .optional()
      .meta({ format: 'int64', description: 'The least value or length.', examples: [0] }),
    expected: z
      .string()
      .optional()
      .meta({
        pattern: '^[a-z]+$',
        maxLength: 20,
        description: 'The JSON type that was expected.',
        examples: ['string'],
      }),
  })
  .meta({ id: 'IssueParams', description: 'The values for a translated message.' });

const issueSchema = z
  .strictObject({
    path: z.string().meta({
      pattern: '^',
      maxLength: issueLimits.path,
      description: 'The rejected member of the input, empty for the whole input.',
      examples: ['marketAveragePrice'],
    }),
    message: z.string().meta({
      ...visible,
      maxLength: issueLimits.message,
      description: 'What was expected.',
      examples: ['Expected at most 2 decimals'],
    }),
    // No enum, like the codes of problems.
    code: z.string().meta({
      pattern: '^[a-z_]+$',
      maxLength: 50,
      description: `For programs that translate the message. Use \`message\` for an unknown code. ${listIssueCodes()}`,
      examples: ['too_many_decimals'],
    }),
    params: issueParamsSchema,
  })
  .meta({ id: 'Issue', description: 'One rejected member of the input.' });

export const problemDetailsSchema = z
  .strictObject({
    type: z.string().meta({
      pattern: '^urn:christmas-markets:problem:[A-Z_]+$',
      maxLength: 100,
      description: 'Identifies the kind of problem, like `code`.',
      examples: ['urn:christmas-markets:problem:STALE_REVISION'],
    }),
    title: z.string().meta({
      ...visible,
      maxLength: 100,
      description: 'The title of this kind of problem.',
      examples: [problems.STALE_REVISION.title],
    }),
    status: z
      .int()
      .min(400)
      .max(599)
      .meta({ format: 'int32', description: 'The HTTP status.', examples: [409] }),
    detail: z.string().meta({
      ...visible,
      maxLength: 1_000,
      description: 'What is wrong with this request, for people to read.',
      examples: ['The market is now at another revision. Read it again first.'],
    }),
    // No enum: generated clients would fail to parse an error with a code that was added later.
    code: z.string().meta({
      pattern: '^[A-Z_]+$',
      maxLength: 50,
      description: `For programs to branch on. Use \`status\` for an unknown code. ${listCodes(Object.keys(problems))}`,
      examples: ['STALE_REVISION'],
    }),
    issues: z.array(issueSchema).optional().meta({
      maxItems: issueLimits.issues,
      description: 'The rejected members of the input.',
    }),
    requestId: z.string().meta({
      pattern: '^\\S+$',
      maxLength: 100,
      description:
        'The id of the request in our log, also in the header `apigw-requestid`. Give it when you report a problem.',
      examples: [exampleRequestId],
    }),
  })
  .meta({ id: 'Problem', description: 'An error of the API (RFC 9457).' });
export type ProblemDetails = z.infer<typeof problemDetailsSchema>;

function listIssueCodes(): string {
  const meanings = Object.entries(issueCodes).map(([code, meaning]) => `\`${code}\`: ${meaning}`);
  return `Known codes: ${meanings.join(' ')}`;
}

function listCodes(codes: string[]): string {
  return `Known codes: ${codes.map((code) => `\`${code}\``).join(', ')}.`;
}
