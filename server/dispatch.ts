import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Context, Services } from './contract/procedures.ts';
import type { Contract } from './contract/routes.ts';
import { classifyRoute, type RouteClass } from './deployment/throttling.ts';
import type { StaticHandlers } from './docs/static-handlers.ts';
import { Problem, toProblem } from './domain/problems.ts';
import { type Answer, addCommonHeaders, createProblemAnswer } from './http/answers.ts';
import { serveRest } from './http/rest.ts';
import { serveRpc } from './http/rpc.ts';

export type Handler = (event: APIGatewayProxyEventV2) => Promise<Answer>;

type Parts = {
  services: Services;
  contract: Contract;
  staticHandlers: StaticHandlers;
  /** In requests per second; undefined: not announced. */
  rateLimits: Record<RouteClass, number | undefined>;
};

/** Selects by the route key, which the gateway matched, and never by the path that the client wrote. */
export function createDispatch({ services, contract, staticHandlers, rateLimits }: Parts): Handler {
  return async (event) => {
    const { routeKey } = event;
    const { requestId } = event.requestContext;
    const ctx: Context = { ...services, requestId, authorization: event.headers.authorization };
    const answer = await serve(event, ctx).catch((error) => {
      const problem = toProblem(error);
      services.log.refusal({ requestId, routeKey, status: problem.status, problem });
      return createProblemAnswer(problem, { requestId });
    });
    return addCommonHeaders(answer, rateLimits[classify(routeKey)]);
  };

  function classify(routeKey: string): RouteClass {
    const { authorizer = null } =
      contract.operations.get(routeKey) ?? contract.mounts.get(routeKey) ?? {};
    return classifyRoute({ routeKey, authorizer });
  }

  async function serve(event: APIGatewayProxyEventV2, ctx: Context): Promise<Answer> {
    const { routeKey } = event;
    if (routeKey.startsWith('HEAD ')) return servePublic(event, ctx);
    const operation = contract.operations.get(routeKey);
    if (operation) return serveRest(operation, event, ctx);
    const mount = contract.mounts.get(routeKey);
    if (mount) return serveRpc(mount, event, ctx);
    const handle = staticHandlers.get(routeKey);
    if (handle) return handle(event);
    throw notFound();
  }

  /** HEAD: the answer of the public GET route, without its body. */
  async function servePublic(event: APIGatewayProxyEventV2, ctx: Context): Promise<Answer> {
    const routeKey = event.routeKey.replace('HEAD', 'GET');
    const operation = contract.operations.get(routeKey);
    const handle = staticHandlers.get(routeKey);
    if (operation?.authorizer === null) {
      return withoutBody(await serveRest(operation, event, ctx));
    }
    if (handle) return withoutBody(handle(event));
    throw notFound();
  }
}

function withoutBody({ statusCode, headers }: Answer): Answer {
  return { statusCode, ...(headers && { headers }) };
}

function notFound(): Problem {
  return new Problem('NOT_FOUND', 'There is no such operation.');
}
