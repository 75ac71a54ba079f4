import type { oas31 } from 'zod-openapi';
import type { Operation } from '../contract/routes.ts';
import { exampleRequestId } from '../domain/examples.ts';
import type { ProblemCode } from '../domain/problems.ts';
import { maxBodyBytes } from '../http/request.ts';
import { createProblemExamples, toStatus } from './problem-examples.ts';

/** How an operation refuses: by status, in our words, in the gateway's, or in both. */
export function createRefusals({ authorizer, hasBody, meta, routeKey }: Operation) {
  const problems = groupByStatus(['INVALID_INPUT', ...(meta.problems ?? [])], hasBody);
  // A path parameter left empty makes a path that the gateway knows no route for.
  const hasPathParameters = routeKey.includes('{');
  const refusals: oas31.ResponsesObject = {
    400: createResponse('The request or its input is not valid.', {
      problems: problems.get(400),
      gateway: 'Bad Request',
    }),
    ...(authorizer !== null && { 401: toRef('Unauthorized'), 403: toRef('Forbidden') }),
    ...((problems.has(404) || hasPathParameters) && {
      404: createResponse('There is nothing here for the caller.', {
        problems: problems.get(404),
        gateway: hasPathParameters ? 'Not Found' : undefined,
      }),
    }),
    ...(problems.has(409) && {
      409: createResponse('The market, or the number of them, does not allow this now.', {
        problems: problems.get(409),
      }),
    }),
    ...(hasBody && { 413: toRef('PayloadTooLarge'), 415: toRef('UnsupportedMediaType') }),
    429: toRef('TooManyRequests'),
    500: toRef('InternalServerError'),
    503: toRef('ServiceUnavailable'),
  };
  return refusals;
}

/** The headers that every answer of an operation may bear. */
export const commonHeaders: oas31.HeadersObject = {
  'Apigw-Requestid': { $ref: '#/components/headers/Apigw-Requestid' },
  'X-RateLimit-Limit': { $ref: '#/components/headers/X-RateLimit-Limit' },
  'Access-Control-Allow-Origin': { $ref: '#/components/headers/Access-Control-Allow-Origin' },
};

const retryAfter = { 'Retry-After': { $ref: '#/components/headers/Retry-After' } };

export const headers: Record<string, oas31.HeaderObject> = {
  'Apigw-Requestid': {
    description: 'Names the request in our log: report it.',
    required: true,
    schema: { type: 'string', pattern: '^\\S+$', maxLength: 100 },
    example: exampleRequestId,
  },
  'X-RateLimit-Limit': {
    description:
      'Requests in a second that the gateway lets through, over all callers; left out where it is not told. Above it: 429.',
    schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 100_000 },
    example: 100,
  },
  'Access-Control-Allow-Origin': {
    description: 'The origin of the calling page, where it is one of those that are configured.',
    schema: { type: 'string', format: 'uri', maxLength: 300 },
    example: 'https://markets.example',
  },
  'Retry-After': {
    description: 'Seconds to wait before the call is repeated. The gateway leaves it out.',
    schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 3_600 },
    example: 1,
  },
  'WWW-Authenticate': {
    description:
      'The challenge (RFC 6750, section 3): `Bearer` where no token came, with `error="invalid_token"` where one was refused.',
    required: true,
    schema: { type: 'string', pattern: '^Bearer', maxLength: 1_000 },
    example: 'Bearer error="invalid_token"',
  },
};

export const responses: Record<string, oas31.ResponseObject> = {
  Unauthorized: createResponse('There is no valid access token.', {
    problems: ['UNAUTHORIZED'],
    gateway: 'Unauthorized',
    headers: { 'WWW-Authenticate': { $ref: '#/components/headers/WWW-Authenticate' } },
  }),
  Forbidden: createResponse('The access token does not allow this.', {
    problems: ['FORBIDDEN'],
    gateway: 'Forbidden',
    headers: {
      'WWW-Authenticate': {
        description:
          'The challenge (RFC 6750, section 3), where another token of yours may do it: this one lacks a scope. The gateway may leave it out.',
        schema: { type: 'string', pattern: '^Bearer', maxLength: 1_000 },
        example: 'Bearer error="insufficient_scope"',
      },
    },
  }),
  PayloadTooLarge: createResponse(`The body is over ${maxBodyBytes / 1024} KiB.`, {
    problems: ['PAYLOAD_TOO_LARGE'],
    gateway: 'Request Entity Too Large',
  }),
  UnsupportedMediaType: createResponse('The body is not sent as application/json.', {
    problems: ['UNSUPPORTED_MEDIA_TYPE'],
  }),
  TooManyRequests: createResponse('Too many requests. Repeat the call later.', {
    gateway: 'Too Many Requests',
  }),
  InternalServerError: createResponse(
    'Something failed on our side. Repeating the call may help.',
    {
      problems: ['INTERNAL_SERVER_ERROR'],
      gateway: 'Internal Server Error',
      headers: retryAfter,
    },
  ),
  ServiceUnavailable: createResponse('No answer in time. Repeat the call later.', {
    problems: ['SERVICE_UNAVAILABLE'],
    gateway: 'Service Unavailable',
    headers: retryAfter,
  }),
};

function createResponse(
  description: string,
  {
    problems,
    gateway,
    headers: own,
  }: {
    problems?: readonly ProblemCode[] | undefined;
    gateway?: string | undefined;
    headers?: oas31.HeadersObject;
  },
): oas31.ResponseObject {
  return {
    description,
    headers: { ...commonHeaders, ...own },
    content: {
      ...(problems && {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: createProblemExamples(problems),
        },
      }),
      ...(gateway !== undefined && {
        'application/json': {
          schema: { $ref: '#/components/schemas/GatewayError' },
          examples: {
            gateway: { summary: "The gateway's own answer", value: { message: gateway } },
          },
        },
      }),
    },
  };
}

function toRef(name: string): oas31.ReferenceObject {
  return { $ref: `#/components/responses/${name}` };
}

function groupByStatus(codes: readonly ProblemCode[], hasBody: boolean) {
  const all: readonly ProblemCode[] = hasBody ? ['MALFORMED_REQUEST', ...codes] : codes;
  return Map.groupBy(all, toStatus);
}
