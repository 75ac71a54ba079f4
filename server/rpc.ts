import { type AnyTRPCRouter, getTRPCErrorShape } from '@trpc/server';
import { awsLambdaRequestHandler } from '@trpc/server/adapters/aws-lambda';
import type { APIGatewayProxyEventV2, Context as LambdaContext } from 'aws-lambda';
import { type Answer, commonHeaders, problemHeaders } from './answers.ts';
import { parseJson, readJsonBody } from './body.ts';
import { Problem, toProblem } from './errors.ts';
import { readQuery } from './query.ts';
import type { Context } from './trpc.ts';

/** Calls in one batch at most; each is charged and limited like a call of its own. */
export const maxBatchSize = 10;

/** Serves a tRPC call or batch by tRPC's own handler, once the request as a whole is in order. */
export async function serveRpc(
  router: AnyTRPCRouter,
  event: APIGatewayProxyEventV2,
  lambdaContext: LambdaContext,
  ctx: Context,
): Promise<Answer> {
  try {
    assertWellFormed(event);
  } catch (error) {
    return toErrorAnswer(router, toProblem(error), ctx);
  }
  return handle(router, event, lambdaContext, ctx);
}

function handle(
  router: AnyTRPCRouter,
  event: APIGatewayProxyEventV2,
  lambdaContext: LambdaContext,
  ctx: Context,
): Promise<Answer> {
  const serve = awsLambdaRequestHandler({
    router,
    createContext: async () => ctx,
    maxBatchSize,
    responseMeta: ({ errors }) => ({
      headers: {
        ...commonHeaders,
        ...Object.assign({}, ...errors.map((error) => problemHeaders(toProblem(error)))),
      },
    }),
  });
  return serve(event, lambdaContext);
}

function assertWellFormed(event: APIGatewayProxyEventV2): void {
  const query = readQuery(event);
  const procedures = (event.pathParameters?.proxy ?? '').split(',');
  if (!procedures.every((name) => /^[\w.]+$/.test(name))) {
    throw new Problem('MALFORMED_REQUEST', 'The path must be procedure names, joined by ",".');
  }
  if (procedures.length > maxBatchSize) {
    throw new Problem(
      'MALFORMED_REQUEST',
      `The batch holds ${procedures.length} calls, at most ${maxBatchSize} are allowed.`,
    );
  }
  if (event.requestContext.http.method === 'POST') {
    readJsonBody(event);
  } else {
    const input = query.get('input');
    if (input !== undefined) parseJson(input, 'The query parameter input');
  }
}

/** One error for the whole request, in the shape that tRPC gives to each call of a batch. */
function toErrorAnswer(router: AnyTRPCRouter, problem: Problem, ctx: Context): Answer {
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
