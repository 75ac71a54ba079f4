import type { oas31 } from 'zod-openapi';
import type { Operation } from '../contract/routes.ts';
import { exampleRequestId } from '../domain/examples.ts';
import type { ProblemCode } from '../domain/problems.ts';
import { maxBodyBytes } from '../http/request.ts';
import { listProblemCodes, toStatus } from './problem-codes.ts';
import { createProblemExamples } from './problem-examples.ts';

/** The error responses of an operation, by status: the API's own, the gateway's, or both. */
export function createRefusals(operation: Operation): oas31.ResponsesObject {
  const problems = Map.groupBy(listProblemCodes(operation), toStatus);
  // A request with an empty path parameter matches no route of the gateway.
  const hasPathParameters = operation.routeKey.includes('{');
  return {
    400: createResponse('The request or its input is not valid.', {
      problems: problems.get(400),
      gateway: 'Bad Request',
    }),
    ...(problems.has(401) && { 401: toRef('Unauthorized') }),
    ...(problems.has(403) && { 403: toRef('Forbidden') }),
    ...((problems.has(404) || hasPathParameters) && {
      404: createResponse('Not found, or not accessible to the caller.', {
        problems: problems.get(404),
        gateway: hasPathParameters ? 'Not Found' : undefined,
      }),
    }),
    ...(problems.has(409) && {
      409: createResponse('The request conflicts with the stored markets.', {
        problems: problems.get(409),
      }),
    }),
    ...(problems.has(410) && {
      410: createResponse('The cursor is too old.', { problems: problems.get(410) }),
    }),
    ...(problems.has(413) && { 413: toRef('PayloadTooLarge') }),
    ...(problems.has(415) && { 415: toRef('UnsupportedMediaType') }),
    429: toRef('TooManyRequests'),
    500: toRef('InternalServerError'),
    503: toRef('ServiceUnavailable'),
  };
}

/** The headers of every response of an operation. */
export const commonHeaders: oas31.HeadersObject = {
  'Apigw-Requestid': { $ref: '#/components/headers/Apigw-Requestid' },
  'X-RateLimit-Limit': { $ref: '#/components/headers/X-RateLimit-Limit' },
  'Access-Control-Allow-Origin': { $ref: '#/components/headers/Access-Control-Allow-Origin' },
};

/** The headers of responses that may be stored. */
export const cacheHeaders: oas31.HeadersObject = {
  'Cache-Control': { $ref: '#/components/headers/Cache-Control' },
  ETag: { $ref: '#/components/headers/ETag' },
};

export function createNotModified(): oas31.ResponseObject {
  return {
    description: 'Your copy is current.',
    headers: { ...commonHeaders, ...cacheHeaders },
  };
}

const retryAfter = { 'Retry-After': { $ref: '#/components/headers/Retry-After' } };

export const headers: Record<string, oas31.HeaderObject> = {
  'Apigw-Requestid': {
    description: 'The id of the request in our log. Give it when you report a problem.',
    required: true,
    schema: { type: 'string', pattern: '^\\S+$', maxLength: 100 },
    example: exampleRequestId,
  },
  'X-RateLimit-Limit': {
    description:
      'The limit of the operation in requests per second, for all callers together. Above it the gateway returns 429. It may be absent.',
    schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 100_000 },
    example: 100,
  },
  'Access-Control-Allow-Origin': {
    description: 'The origin of the calling page, if it is one of the configured origins.',
    schema: { type: 'string', format: 'uri', maxLength: 300 },
    example: 'https://markets.example',
  },
  'Retry-After': {
    description:
      'Seconds to wait before you repeat the request. Responses of the gateway do not have it.',
    schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 3_600 },
    example: 1,
  },
  'Cache-Control': {
    description: 'How long the response may be reused (RFC 9111).',
    required: true,
    schema: { type: 'string', pattern: '^public, ', maxLength: 100 },
    example: 'public, max-age=60, stale-while-revalidate=600',
  },
  ETag: {
    description: 'Identifies the content. Send it as `If-None-Match`.',
    required: true,
    schema: { type: 'string', pattern: '^"\\S+"$', maxLength: 100 },
    example: '"u2TtmVdBRAqBtb8tHXmsYcSDoQ2TS9Bk1bhOuG0pbcA"',
  },
  'WWW-Authenticate': {
    description:
      'The challenge (RFC 6750, section 3): `Bearer` if there was no token, with `error="invalid_token"` if the token was refused.',
    required: true,
    schema: { type: 'string', pattern: '^Bearer', maxLength: 1_000 },
    example: 'Bearer error="invalid_token"',
  },
};

export const responses: Record<string, oas31.ResponseObject> = {
  Unauthorized: createResponse('There is no access token, or it is not valid.', {
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
          'The challenge (RFC 6750, section 3), if the token lacks a scope. Responses of the gateway may not have it.',
        schema: { type: 'string', pattern: '^Bearer', maxLength: 1_000 },
        example: 'Bearer error="insufficient_scope"',
      },
    },
  }),
  PayloadTooLarge: createResponse(`The body is over ${maxBodyBytes / 1024} KiB.`, {
    problems: ['PAYLOAD_TOO_LARGE'],
    gateway: 'Request Entity Too Large',
  }),
  UnsupportedMediaType: createResponse(
    'The content type of the body is not application/json, or the body has a content encoding.',
    {
      problems: ['UNSUPPORTED_MEDIA_TYPE'],
    },
  ),
  TooManyRequests: createResponse('Too many requests. Repeat the request later.', {
    gateway: 'Too Many Requests',
  }),
  InternalServerError: createResponse(
    'Something failed on our side. A repeated request may succeed.',
    {
      problems: ['INTERNAL_SERVER_ERROR'],
      gateway: 'Internal Server Error',
      headers: retryAfter,
    },
  ),
  ServiceUnavailable: createResponse('No response in time. Repeat the request later.', {
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
            gateway: { summary: "The gateway's own response", value: { message: gateway } },
          },
        },
      }),
    },
  };
}

function toRef(name: string): oas31.ReferenceObject {
  return { $ref: `#/components/responses/${name}` };
}
