import { type AnyTRPCRouter, getTRPCErrorShape } from '@trpc/server';
import { awsLambdaRequestHandler } from '@trpc/server/adapters/aws-lambda';
import type { APIGatewayProxyEventV2, Context as LambdaContext } from 'aws-lambda';
import { type Deprecation, toDeprecationHeaders, toFirstSunset } from '../contract/deprecation.ts';
import type { Context, Meta } from '../contract/procedures.ts';
import { toProcedures } from '../contract/routes.ts';
import { invalidInput, Problem, toProblem } from '../domain/problems.ts';
import { type Answer, commonHeaders, problemHeaders } from './answers.ts';
import { readJsonBody, readQuery } from './request.ts';
import { parseJson } from './strict-json.ts';

/** Calls in one batch at most; each is charged and limited like a call of its own. */
export const maxBatchSize = 10;

/** Lambda's limit of what it is given and of what it answers, as JSON. */
export const maxPayloadBytes = 6 * 1024 * 1024;

type Rpc = {
  router: AnyTRPCRouter;
  event: APIGatewayProxyEventV2;
  lambdaContext: LambdaContext;
  ctx: Context;
  /** For calls that reach no procedure: those that do are logged there. */
  logRefusal: (problem: Problem) => void;
};

/** Serves a tRPC call or batch by tRPC's own handler, where the request as a whole is in order. */
export async function serveRpc(rpc: Rpc): Promise<Answer> {
  try {
    assertWellFormed(rpc);
    const answer = await handle(rpc);
    assertTravels(answer);
    return answer;
  } catch (error) {
    const problem = toProblem(error);
    rpc.logRefusal(problem);
    return toErrorAnswer(rpc, problem);
  }
}

function handle({ router, event, lambdaContext, ctx, logRefusal }: Rpc): Promise<Answer> {
  const reached = new Set<string | undefined>();
  const serve = awsLambdaRequestHandler({
    router,
    createContext: async (): Promise<Context> => ({
      ...ctx,
      logCall(call) {
        reached.add(call.procedure);
        ctx.logCall(call);
      },
    }),
    maxBatchSize,
    onError({ error, path }) {
      if (!reached.has(path)) logRefusal(toProblem(error));
    },
    responseMeta: ({ errors, paths = [] }) => ({
      headers: {
        ...commonHeaders,
        ...toDeprecationHeaders(
          toFirstSunset(paths.flatMap((path) => toDeprecation(router, path))),
        ),
        ...Object.assign({}, ...errors.map((error) => problemHeaders(toProblem(error)))),
      },
    }),
  });
  return serve(toBareEvent(event), lambdaContext);
}

function toDeprecation(router: AnyTRPCRouter, path: string): Deprecation[] {
  const meta: Meta | undefined = router._def.procedures[path]?._def.meta;
  return meta?.deprecation ? [meta.deprecation] : [];
}

/**
 * tRPC gets the call and nothing else: no header may ask it for another protocol, as `trpc-accept`
 * does for JSON Lines, which answers 200 before it knows the outcome. A GET has no body.
 */
function toBareEvent({ body, cookies, ...event }: APIGatewayProxyEventV2): APIGatewayProxyEventV2 {
  return isPost(event)
    ? { ...event, headers: { 'content-type': 'application/json' }, ...(body && { body }) }
    : { ...event, headers: {} };
}

function isPost({ requestContext }: Pick<APIGatewayProxyEventV2, 'requestContext'>): boolean {
  return requestContext.http.method === 'POST';
}

function assertWellFormed({ router, event }: Pick<Rpc, 'router' | 'event'>): void {
  const query = readQuery(event);
  const expected = isPost(event) ? ['batch'] : ['batch', 'input'];
  for (const name of query.keys()) {
    if (!expected.includes(name)) throw invalidInput(name, 'does not belong in the query');
  }
  const names = (event.pathParameters?.proxy ?? '').split(',');
  if (!names.every((name) => /^[\w.]+$/.test(name))) {
    throw new Problem('MALFORMED_REQUEST', 'The path must be procedure names, joined by ",".');
  }
  if (names.length > maxBatchSize) {
    throw new Problem(
      'MALFORMED_REQUEST',
      `The batch holds ${names.length} calls, at most ${maxBatchSize} are allowed.`,
    );
  }
  const called = toProcedures(router).filter(([name]) => names.includes(name));
  if (new Set(called.map(([, { _def }]) => _def.type)).size > 1) {
    throw new Problem('MALFORMED_REQUEST', 'A batch holds queries or mutations, not both.');
  }
  if (isPost(event)) {
    readJsonBody(event);
  } else {
    const input = query.get('input');
    if (input !== undefined) parseJson(input, 'The query parameter input');
  }
}

/** Only lists grow this large, so no write is ever done whose answer is then withheld. */
function assertTravels(answer: Answer): void {
  if (Buffer.byteLength(JSON.stringify(answer)) <= maxPayloadBytes) return;
  throw new Problem(
    'MALFORMED_REQUEST',
    `The answers of this batch have more than ${maxPayloadBytes} bytes. Ask for fewer lists at once, or for shorter pages.`,
  );
}

/** One error for the whole request, in the shape that tRPC gives to each call of a batch. */
function toErrorAnswer({ router, ctx }: Rpc, problem: Problem): Answer {
  const error = getTRPCErrorShape({
    config: router._def._config,
    error: problem,
    type: 'unknown',
    path: undefined,
    input: undefined,
    ctx,
  });
  return {
    statusCode: problem.status,
    headers: { ...commonHeaders, ...problemHeaders(problem), 'content-type': 'application/json' },
    body: JSON.stringify({ error }),
  };
}
