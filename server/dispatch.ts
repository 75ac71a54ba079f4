import type { APIGatewayProxyEventV2, Context as LambdaContext } from 'aws-lambda';
import type { Context } from './contract/procedures.ts';
import type { Contract } from './contract/routes.ts';
import type { Pages } from './docs/pages.ts';
import { Problem, toProblem } from './domain/problems.ts';
import {
  type Answer,
  type RateLimits,
  toProblemAnswer,
  toRateLimitHeaders,
  withHeaders,
} from './http/answers.ts';
import { serveRest } from './http/rest.ts';
import { serveRpc } from './http/rpc.ts';
import type { Log } from './observe/log.ts';

export type Handler = (event: APIGatewayProxyEventV2, context: LambdaContext) => Promise<Answer>;

/** What stays the same from request to request. */
type Parts = Omit<Context, 'requestId' | 'authorization' | 'logCall'> & {
  log: Log;
  contract: Contract;
  pages: Pages;
  rateLimits: RateLimits;
};

/**
 * Event in, answer out. The gateway matched the route already, and its key decides here: nothing is
 * ever routed by the path as the client wrote it.
 */
export function createDispatch({ log, contract, pages, rateLimits, ...parts }: Parts): Handler {
  async function serve(
    event: APIGatewayProxyEventV2,
    lambdaContext: LambdaContext,
    ctx: Context,
  ): Promise<Answer> {
    const operation = contract.operations.get(event.routeKey);
    if (operation) return serveRest(operation, event, ctx);
    const mount = contract.mounts.get(event.routeKey);
    if (mount) {
      const logRefusal = (problem: Problem) => log.refusal(ctx.requestId, event.routeKey, problem);
      return serveRpc({ router: mount.router, event, lambdaContext, ctx, logRefusal });
    }
    const page = pages.get(event.routeKey);
    if (page) return page(event);
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
    const answer = await serve(event, lambdaContext, ctx).catch((error) => {
      const problem = toProblem(error);
      log.refusal(requestId, event.routeKey, problem);
      return toProblemAnswer(problem, requestId);
    });
    return withHeaders(answer, toRateLimitHeaders(rateLimits, event.routeKey));
  };
}
