import type { Route } from '../../server/contract/routes.ts';
import { classifyRoute, type Throttling } from '../../server/deployment/throttling.ts';

/**
 * The settings of a route replace those of the stage completely: a missing member gets AWS's default.
 * Detailed metrics are off: each route costs extra, and the alarms and the dashboard use whole APIs.
 */
export function createThrottling(served: readonly Route[], args: Throttling) {
  return {
    defaultRouteSettings: {
      throttlingRateLimit: args.throttlingRateLimit,
      throttlingBurstLimit: args.throttlingBurstLimit,
    },
    routeSettings: served.flatMap((route) => {
      const routeClass = classifyRoute(route);
      if (routeClass === 'read') return [];
      return {
        routeKey: route.routeKey,
        throttlingRateLimit: args[`${routeClass}ThrottlingRateLimit`],
        throttlingBurstLimit: args[`${routeClass}ThrottlingBurstLimit`],
      };
    }),
  };
}

/** The route instead of the path, which contains ids of people; no query string, no header. */
export const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  // `-` if the token is refused: `authorizerError` has the reason.
  clientId: '$context.authorizer.claims.client_id',
  sourceIp: '$context.identity.sourceIp',
  responseLatency: '$context.responseLatency',
  responseLength: '$context.responseLength',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
});
