import { callTRPCProcedure } from '@trpc/server';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { createDeprecationHeaders } from '../contract/deprecation.ts';
import type { Context } from '../contract/procedures.ts';
import type { Operation } from '../contract/routes.ts';
import { toIssues } from '../domain/issues.ts';
import { invalidInput, toProblem } from '../domain/problems.ts';
import {
  type Answer,
  createCacheableAnswer,
  createJsonAnswer,
  createProblemAnswer,
} from './answers.ts';
import { readJsonBody, readQuery } from './request.ts';

/** Serves a REST call by its procedure: the same schemas, middleware and errors as over tRPC. */
export async function serveRest(
  operation: Operation,
  event: APIGatewayProxyEventV2,
  ctx: Context,
): Promise<Answer> {
  const { router, procedure, type, meta } = operation;
  const status = meta.status ?? 200;
  const headers = createDeprecationHeaders(meta.deprecation);
  try {
    const output = await callTRPCProcedure({
      router,
      path: procedure,
      type,
      ctx,
      // Called after the token is verified: an unauthenticated caller learns nothing about the input.
      getRawInput: async () => readInput(operation, event),
      signal: undefined,
      batchIndex: 0,
    });
    if (status === 204) return { statusCode: status, headers };
    const answer = createJsonAnswer(status, JSON.stringify(output), headers);
    const { cacheControl } = meta;
    if (cacheControl === undefined) return answer;
    return createCacheableAnswer(answer, {
      cacheControl,
      ifNoneMatch: event.headers['if-none-match'],
    });
  } catch (error) {
    return createProblemAnswer(toProblem(error), { requestId: ctx.requestId, headers });
  }
}

/** One flat object from path, query or body, and the `Idempotency-Key`. A name may come only once. */
function readInput(operation: Operation, event: APIGatewayProxyEventV2): unknown {
  const input = new Map<string, unknown>(Object.entries(event.pathParameters ?? {}));
  if (operation.hasBody) addBody(input, event);
  else addQuery(input, operation, event);
  addIdempotencyKey(input, operation, event.headers['idempotency-key']);
  return Object.fromEntries(input);
}

type Input = Map<string, unknown>;

function addBody(input: Input, event: APIGatewayProxyEventV2): void {
  for (const name of readQuery(event).keys()) {
    throw invalidInput(name, 'does not belong in the query', 'unknown_key');
  }
  const body = readJsonBody(event);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidInput('', 'The body must be a JSON object', 'wrong_type', { expected: 'object' });
  }
  for (const [name, value] of Object.entries(body)) {
    if (input.has(name)) {
      throw invalidInput(
        name,
        'is given by the path and does not belong in the body',
        'unknown_key',
      );
    }
    input.set(name, value);
  }
}

function addQuery(input: Input, operation: Operation, event: APIGatewayProxyEventV2): void {
  for (const [name, value] of readQuery(event)) {
    if (input.has(name)) {
      throw invalidInput(
        name,
        'is given by the path and does not belong in the query',
        'unknown_key',
      );
    }
    input.set(name, isNumber(operation.input.shape[name]) ? parseNumber(name, value) : value);
  }
  if (event.body) throw invalidInput('', 'There must be no body', 'unknown_key');
}

function isNumber(schema: unknown): boolean {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) inner = inner.unwrap();
  return inner instanceof z.ZodNumber;
}

/** The only coercion: a query parameter whose schema is a number. */
function parseNumber(name: string, value: string): number {
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  throw invalidInput(
    name,
    `Expected a whole number in decimal digits, for example ${name}=25`,
    'wrong_type',
    { expected: 'integer' },
  );
}

/** Takes the key as a bare value, or as the quoted string of the draft standard. */
function addIdempotencyKey(
  input: Input,
  { input: { shape }, meta: { idempotencyKey: name } }: Operation,
  header: string | undefined,
): void {
  if (name === undefined || header === undefined) return;
  const value = /^".*"$/.test(header) ? header.slice(1, -1) : header;
  // Parsed here, because the schema's message would name an input that the client did not send.
  const key = parseBy(shape[name], value, 'Idempotency-Key');
  if (input.has(name) && parseBy(shape[name], input.get(name), name) !== key) {
    throw invalidInput(
      name,
      'differs from the Idempotency-Key header; give one of them',
      'contradictory',
    );
  }
  input.set(name, key);
}

function parseBy(schema: unknown, value: unknown, name: string): unknown {
  if (!(schema instanceof z.ZodType)) return value;
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const [issue] = toIssues(error);
  throw invalidInput(
    name,
    issue?.message ?? 'is not valid',
    issue?.code ?? 'invalid',
    issue?.params,
  );
}
