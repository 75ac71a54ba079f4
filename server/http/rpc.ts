import {
  type AnyTRPCProcedure,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
} from '@trpc/server';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { authenticateOnce } from '../contract/access-token.ts';
import { createDeprecationHeaders, findFirstSunset } from '../contract/deprecation.ts';
import type { Context, Meta } from '../contract/procedures.ts';
import type { Mount } from '../contract/routes.ts';
import { maxPayloadBytes } from '../domain/payload.ts';
import { invalidInput, Problem, toProblem } from '../domain/problems.ts';
import { limits } from '../domain/schemas.ts';
import {
  type Answer,
  createCacheableAnswer,
  createJsonAnswer,
  createProblemHeaders,
} from './answers.ts';
import { readJsonBody, readQuery } from './request.ts';
import { parseJson } from './strict-json.ts';

/**
 * Serves a tRPC call or batch. tRPC's own adapter answers the same, but builds a `Request` and a
 * `Response`, which load an HTTP client, and lets headers select a streaming protocol.
 */
export async function serveRpc(
  mount: Mount,
  event: APIGatewayProxyEventV2,
  ctx: Context,
): Promise<Answer> {
  try {
    const { names, isBatch, inputs } = readCalls(mount, event);
    const shared = { ...ctx, authenticate: authenticateOnce(ctx.authenticate) };
    const results = await Promise.all(
      names.map((path, batchIndex) =>
        call(mount, { path, batchIndex, input: () => inputs(batchIndex) }, event, shared),
      ),
    );
    const answer = createResultsAnswer(mount, { names, isBatch, results });
    assertPayload(answer);
    const cacheControl = findCacheControl(mount, names);
    if (answer.statusCode !== 200 || cacheControl === undefined) return answer;
    return createCacheableAnswer(answer, {
      cacheControl,
      ifNoneMatch: event.headers['if-none-match'],
    });
  } catch (error) {
    const problem = toProblem(error);
    logRefusal(problem, event, ctx);
    const json = createErrorJson(mount, { problem, path: undefined }, ctx);
    return createJsonAnswer(problem.status, json, createProblemHeaders(problem));
  }
}

type Calls = { names: string[]; isBatch: boolean; inputs: (index: number) => unknown };

/** Throws if the request as a whole is not well-formed; then no call of it is made. */
function readCalls({ procedures }: Mount, event: APIGatewayProxyEventV2): Calls {
  const query = readQuery(event);
  for (const name of query.keys()) {
    if (name === 'batch' || (name === 'input' && !isPost(event))) continue;
    throw invalidInput(name, 'does not belong in the query', 'unknown_key');
  }
  const names = (event.pathParameters?.proxy ?? '').split(',');
  if (!names.every((name) => /^[\w.]+$/.test(name))) {
    throw new Problem(
      'MALFORMED_REQUEST',
      'The path must be the names of procedures, separated by ",".',
    );
  }
  if (names.length > limits.callsPerBatch) {
    throw new Problem(
      'MALFORMED_REQUEST',
      `The batch has ${names.length} calls; at most ${limits.callsPerBatch} are allowed.`,
    );
  }
  const types = new Set(names.flatMap((name) => procedures.get(name)?._def.type ?? []));
  if (types.size > 1) {
    throw new Problem('MALFORMED_REQUEST', 'A batch holds queries or mutations, not both.');
  }
  const isBatch = query.get('batch') === '1';
  const unbatched = names.find((name) => readMeta(procedures, name).unbatched);
  if (isBatch && names.length > 1 && unbatched !== undefined) {
    throw new Problem(
      'MALFORMED_REQUEST',
      `${unbatched} must be the only call of its request. Send it outside of a batch.`,
    );
  }
  const json = readJson(event, query);
  return {
    // Without `batch=1`, "a,b" is the name of one procedure, which does not exist.
    names: isBatch ? names : [names.join(',')],
    isBatch,
    inputs: isBatch ? (index) => readBatchInput(json, index) : () => json,
  };
}

function readJson(event: APIGatewayProxyEventV2, query: ReadonlyMap<string, string>): unknown {
  if (isPost(event)) return readJsonBody(event);
  const input = query.get('input');
  return input === undefined ? undefined : parseJson(input, 'The query parameter input');
}

/** The inputs of a batch are an object with the index of each call as the name. */
function readBatchInput(json: unknown, index: number): unknown {
  if (json === undefined) return undefined;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Problem('MALFORMED_REQUEST', 'The input of a batch must be an object.');
  }
  return Object.getOwnPropertyDescriptor(json, index)?.value;
}

function isPost({ requestContext }: APIGatewayProxyEventV2): boolean {
  return requestContext.http.method === 'POST';
}

function readMeta(procedures: Mount['procedures'], name: string): Meta {
  return procedures.get(name)?._def.meta ?? {};
}

type Call = { path: string; batchIndex: number; input: () => unknown };
/** As JSON at once: otherwise the markets of a whole batch would be in memory until its last call ends. */
type Result = { json: string; problem?: Problem };

async function call(
  mount: Mount,
  { path, batchIndex, input }: Call,
  event: APIGatewayProxyEventV2,
  ctx: Context,
): Promise<Result> {
  try {
    const procedure = findProcedure(mount, path, event, ctx);
    const data = await callTRPCProcedure({
      router: mount.router,
      path,
      type: procedure._def.type,
      ctx,
      // Called after the token is verified, as over REST.
      getRawInput: async () => withoutPaging(procedure, input()),
      signal: undefined,
      batchIndex,
    });
    return { json: JSON.stringify({ result: { data } }) };
  } catch (error) {
    const problem = toProblem(error);
    return { json: createErrorJson(mount, { problem, path }, ctx), problem };
  }
}

/** Logs what it refuses: a call that reaches a procedure is logged there. */
function findProcedure(
  { procedures }: Mount,
  path: string,
  event: APIGatewayProxyEventV2,
  ctx: Context,
): AnyTRPCProcedure {
  const procedure = procedures.get(path);
  const method = procedure?._def.type === 'query' ? 'GET' : 'POST';
  if (procedure !== undefined && method === event.requestContext.http.method) return procedure;
  const problem =
    procedure === undefined
      ? new Problem('NOT_FOUND', 'There is no such procedure here.')
      : new Problem('METHOD_NOT_SUPPORTED', 'Use GET for a query and POST for a mutation.', {
          headers: { allow: method },
        });
  logRefusal(problem, event, ctx);
  throw problem;
}

/**
 * Infinite queries of tRPC's clients add `direction` to the input, and `cursor: null` for the first
 * page. A list has one direction, and an absent cursor means its first page.
 */
function withoutPaging({ _def }: AnyTRPCProcedure, input: unknown): unknown {
  const [schema]: readonly unknown[] = _def.inputs ?? [];
  if (!(schema instanceof z.ZodObject) || !('cursor' in schema.shape)) return input;
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(
    Object.entries(input).filter(
      ([name, value]) =>
        !(name === 'direction' && (value === 'forward' || value === 'backward')) &&
        !(name === 'cursor' && value === null),
    ),
  );
}

function createResultsAnswer(
  { procedures }: Mount,
  { names, isBatch, results }: { names: string[]; isBatch: boolean; results: Result[] },
): Answer {
  const problems = results.flatMap(({ problem }) => problem ?? []);
  const deprecations = names.flatMap((name) => readMeta(procedures, name).deprecation ?? []);
  const statuses = new Set(results.map(({ problem }) => problem?.status ?? 200));
  const [status = 200, ...others] = statuses;
  const bodies = results.map(({ json }) => json).join(',');
  return createJsonAnswer(others.length > 0 ? 207 : status, isBatch ? `[${bodies}]` : bodies, {
    ...createDeprecationHeaders(findFirstSunset(deprecations)),
    ...Object.assign({}, ...problems.map(createProblemHeaders)),
  });
}

/** Of a batch, if all its calls have the same. */
function findCacheControl({ procedures }: Mount, names: string[]): string | undefined {
  const [cacheControl, ...others] = new Set(
    names.map((name) => readMeta(procedures, name).cacheControl),
  );
  return others.length > 0 ? undefined : cacheControl;
}

function createErrorJson(
  { router }: Mount,
  { problem, path }: { problem: Problem; path: string | undefined },
  ctx: Context,
): string {
  const error = getTRPCErrorShape({
    config: router._def._config,
    error: getTRPCErrorFromUnknown(problem),
    type: 'unknown',
    path,
    input: undefined,
    ctx,
  });
  return JSON.stringify({ error });
}

function logRefusal(problem: Problem, { routeKey }: APIGatewayProxyEventV2, ctx: Context): void {
  const { status } = problem;
  ctx.log.refusal({ requestId: ctx.requestId, routeKey, status, problem });
}

/** Only batches of lists grow so large. So no write is done whose answer is then withheld. */
function assertPayload(answer: Answer): void {
  // A character takes up to 3 bytes; the answer's own JSON is measured only if it may be too large.
  if ((answer.body ?? '').length * 3 + 10_000 <= maxPayloadBytes) return;
  if (Buffer.byteLength(JSON.stringify(answer)) <= maxPayloadBytes) return;
  throw new Problem(
    'MALFORMED_REQUEST',
    `The answers of this batch have more than ${maxPayloadBytes} bytes. Ask for fewer lists at once, or for shorter pages.`,
  );
}
