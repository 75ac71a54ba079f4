import * as z from 'zod';
import type { oas31 } from 'zod-openapi';
import type { Operation } from '../contract/routes.ts';
import { schemeNames } from '../docs/places.ts';
import { createExample, requestExamples, responseExamples } from './examples.ts';
import { cacheHeaders, commonHeaders, createNotModified, createRefusals } from './responses.ts';
import { isInline, resolve, type Schemas } from './schemas.ts';

type Parts = {
  operation: Operation;
  raw: oas31.OperationObject;
  /** Collects the schemas of the request bodies, by the names of their operations. */
  inputs: oas31.SchemasObject;
  outputs: oas31.ComponentsObject | undefined;
};

/** The generated operation, completed from our own metadata. */
export function finishOperation({ operation, raw, inputs, outputs }: Parts): oas31.OperationObject {
  const { meta } = operation;
  const { operationId, summary, tags } = meta.openapi;
  const schemas = { ...outputs?.schemas };
  const body = findBodySchema(raw);
  const bodyName = operationId.replace(/^./, (first) => first.toUpperCase());
  // The generator drops the strictness of a body where it takes parameters out of it.
  const closed = { additionalProperties: false, description: `The body of ${operationId}.` };
  if (body) inputs[bodyName] = { ...body, ...closed };
  return {
    operationId,
    summary,
    description: createDescription(operation),
    tags,
    ...(meta.deprecation && { deprecated: true }),
    security: createSecurity(operation),
    parameters: [
      ...createParameters(operation, raw),
      ...createIdempotencyKey(operation, body),
      ...createIfNoneMatch(operation),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { $ref: `#/components/schemas/${bodyName}` },
            examples: requestExamples[operationId] ?? {
              complete: { summary: 'With every member', value: createExample(body, schemas) },
            },
          },
        },
      },
    }),
    responses: { ...createSuccess(operation, raw, schemas), ...createRefusals(operation) },
  };
}

/**
 * A city hall requests no scope, and its token then has all scopes of the client. A generated client that
 * requested the scopes listed here would get a token without `City/…`.
 */
function createSecurity({ authorizer, scopes }: Operation): oas31.SecurityRequirementObject[] {
  if (authorizer === null) return [];
  return [{ [schemeNames[authorizer]]: authorizer === 'b2b' ? [] : [...scopes] }];
}

function createDescription({ meta, authorizer, scopes }: Operation): string {
  const { openapi, deprecation } = meta;
  return [
    openapi.description ?? `${openapi.summary}.`,
    authorizer === 'b2b' &&
      `Requires the scopes ${scopes.map((scope) => `\`${scope}\``).join(', ')} and \`City/{key}\` of the city. Request the token without \`scope\`: it then has every scope of your client.`,
    deprecation &&
      `**Deprecated** since ${deprecation.since}. It will be removed on ${deprecation.sunset}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function createParameters(
  { input }: Operation,
  raw: oas31.OperationObject,
): oas31.ParameterObject[] {
  return (raw.parameters ?? []).filter(isInline).map(({ schema, ...parameter }) => {
    const property: unknown = input.shape[parameter.name];
    const meta = property instanceof z.ZodType ? property.meta() : undefined;
    return {
      ...parameter,
      description: meta?.description ?? parameter.description ?? parameter.name,
      ...(schema && { schema }),
      ...(meta?.examples !== undefined && { example: meta.examples[0] }),
    };
  });
}

/** The header sets an input and has its schema. */
function createIdempotencyKey(
  { meta }: Operation,
  body: oas31.SchemaObject | undefined,
): oas31.ParameterObject[] {
  const name = meta.idempotencyKey;
  if (name === undefined) return [];
  const schema = body?.properties?.[name];
  if (schema === undefined) throw new Error(`idempotencyKey: ${name} is not in the body`);
  return [
    {
      in: 'header',
      name: 'Idempotency-Key',
      description: `Sets \`${name}\`, so that a repeated request has no second effect.`,
      schema,
      example: createExample(schema),
    },
  ];
}

function findBodySchema({ requestBody }: oas31.OperationObject): oas31.SchemaObject | undefined {
  if (requestBody === undefined || !isInline(requestBody)) return undefined;
  const schema = requestBody.content['application/json']?.schema;
  return schema && isInline(schema) ? schema : undefined;
}

function createSuccess(
  { meta }: Operation,
  raw: oas31.OperationObject,
  schemas: Schemas,
): oas31.ResponsesObject {
  const headers = {
    ...commonHeaders,
    ...(meta.deprecation && deprecationHeaders),
    ...(meta.cacheControl && cacheHeaders),
  };
  if (meta.status === 204) return { 204: { description: 'Done.', headers } };
  const generated: oas31.ResponseObject | oas31.ReferenceObject = raw.responses?.['200'];
  const schema = isInline(generated) ? generated.content?.['application/json']?.schema : undefined;
  if (schema === undefined) throw new Error(`${meta.openapi.operationId} has no output`);
  return {
    [meta.status ?? 200]: {
      description: resolve(schema, schemas).description ?? 'Done.',
      headers,
      content: {
        'application/json': {
          schema,
          example: responseExamples[meta.openapi.operationId] ?? createExample(schema, schemas),
        },
      },
    },
    ...(meta.cacheControl && { 304: createNotModified() }),
  };
}

function createIfNoneMatch({ meta }: Operation): oas31.ParameterObject[] {
  if (meta.cacheControl === undefined) return [];
  return [
    {
      in: 'header',
      name: 'If-None-Match',
      description: 'The `ETag` of your copy. If it is current, the response is 304.',
      schema: { type: 'string', pattern: '^.+$', maxLength: 1_000 },
    },
  ];
}

const deprecationHeaders: oas31.HeadersObject = {
  Deprecation: {
    description: 'Since when the operation is deprecated (RFC 9745).',
    required: true,
    schema: { type: 'string', pattern: '^@\\d+$', maxLength: 20 },
    example: '@1798675200',
  },
  Sunset: {
    description: 'When the operation will be removed (RFC 8594).',
    required: true,
    schema: { type: 'string', pattern: '^.* GMT$', maxLength: 40 },
    example: 'Wed, 30 Jun 2027 00:00:00 GMT',
  },
};
