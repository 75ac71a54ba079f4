import type { APIGatewayProxyEventV2, Context as LambdaContext } from 'aws-lambda';
import { type Answer, toProblemAnswer } from './answers.ts';
import { createDocumentRoute } from './document.ts';
import { Problem, toProblem } from './errors.ts';
import type { Log } from './log.ts';
import { serveRest } from './rest.ts';
import { documentRoute, mounts, operations } from './routes.ts';
import { serveRpc } from './rpc.ts';
import type { Context } from './trpc.ts';

export type App = (event: APIGatewayProxyEventV2, context: LambdaContext) => Promise<Answer>;

/** What stays the same from request to request. */
type Parts = Omit<Context, 'requestId' | 'authorization' | 'logCall'> & {
  log: Log;
  /** The OpenAPI document, as JSON. */
  document: string;
};

/**
 * Event in, answer out. The gateway matched the route already, and its key decides here: nothing is
 * ever routed by the path as the client wrote it.
 */
export function createApp({ log, document, ...parts }: Parts): App {
  const serveDocument = createDocumentRoute(document);

  async function serve(
    event: APIGatewayProxyEventV2,
    lambdaContext: LambdaContext,
    ctx: Context,
  ): Promise<Answer> {
    const operation = operations.get(event.routeKey);
    if (operation) return serveRest(operation, event, ctx);
    const mount = mounts.get(event.routeKey);
    if (mount) {
      const logRefusal = (problem: Problem) => log.refusal(ctx.requestId, event.routeKey, problem);
      return serveRpc({ router: mount.router, event, lambdaContext, ctx, logRefusal });
    }
    if (event.routeKey === documentRoute.routeKey) return serveDocument(event);
    throw new Problem('NOT_FOUND', 'There is no such operation.');
  }

  return async (event, lambdaContext) => {
    const { requestId } = event.requestContext;
    const ctx: Context = {
      ...parts,
      requestId,
      authorization: event.headers.authorization,
      logCall: (call) => log.call(requestId, call),
    };
    try {
      return await serve(event, lambdaContext, ctx);
    } catch (error) {
      const problem = toProblem(error);
      log.refusal(requestId, event.routeKey, problem);
      return toProblemAnswer(problem, requestId);
    }
  };
}
