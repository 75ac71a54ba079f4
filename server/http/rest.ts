import { callTRPCProcedure } from '@trpc/server';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { toDeprecationHeaders } from '../contract/deprecation.ts';
import type { Context } from '../contract/procedures.ts';
import type { Operation } from '../contract/routes.ts';
import { invalidInput, toProblem } from '../domain/problems.ts';
import {
  type Answer,
  commonHeaders,
  toJsonAnswer,
  toProblemAnswer,
  withHeaders,
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
  const headers = toDeprecationHeaders(meta.deprecation);
  try {
    const output = await callTRPCProcedure({
      router,
      path: procedure,
      type,
      ctx,
      // Read only after the token was verified: a stranger learns nothing about the input.
      getRawInput: async () => readInput(operation, event),
      signal: undefined,
      batchIndex: 0,
    });
    const answer =
      status === 204
        ? { statusCode: status, headers: commonHeaders }
        : toJsonAnswer(status, output);
    return withHeaders(answer, headers);
  } catch (error) {
    return withHeaders(toProblemAnswer(toProblem(error), ctx.requestId), headers);
  }
}

/** One flat object, from path, query or body, and the `Idempotency-Key`; no name may come twice. */
function readInput(operation: Operation, event: APIGatewayProxyEventV2): unknown {
  const query = readQuery(event);
  const input = new Map<string, unknown>(Object.entries(event.pathParameters ?? {}));
  if (operation.hasBody) {
    for (const name of query.keys()) throw invalidInput(name, 'does not belong in the query');
    for (const [name, value] of toMembers(readJsonBody(event))) {
      if (input.has(name)) {
        throw invalidInput(name, 'is given by the path and does not belong in the body');
      }
      input.set(name, value);
    }
  } else {
    for (const [name, value] of query) {
      if (input.has(name)) {
        throw invalidInput(name, 'is given by the path and does not belong in the query');
      }
      input.set(name, toQueryValue(operation.input.shape[name], value));
    }
    if (event.body) throw invalidInput('', 'There must be no body');
  }
  const key = event.headers['idempotency-key'];
  const { idempotencyKey: name } = operation.meta;
  if (name !== undefined && key !== undefined) {
    setIdempotencyKey(input, { name, schema: operation.input.shape[name], header: key });
  }
  return Object.fromEntries(input);
}

function toMembers(body: unknown): [string, unknown][] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidInput('', 'The body must be a JSON object');
  }
  return Object.entries(body);
}

/** The only coercion there is: the digits of a query parameter whose schema is a number. */
function toQueryValue(schema: unknown, value: string): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) inner = inner.unwrap();
  return inner instanceof z.ZodNumber && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}

/** As a bare value or as the quoted string of the draft standard. */
function setIdempotencyKey(
  input: Map<string, unknown>,
  { name, schema, header }: { name: string; schema: unknown; header: string },
): void {
  const key = header.replace(/^"(.*)"$/, '$1');
  // Checked here, because the schema's own message would name an input that the client never sent.
  const [issue] = (schema instanceof z.ZodType && schema.safeParse(key).error?.issues) || [];
  if (issue) throw invalidInput('Idempotency-Key', issue.message);
  if (input.has(name) && input.get(name) !== key) {
    throw invalidInput(name, 'differs from the Idempotency-Key header; give one of them');
  }
  input.set(name, key);
}
