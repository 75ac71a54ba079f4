import type { Route } from '../../server/contract/routes.ts';
import { isWriteRoute, type Throttling } from '../../server/deployment/throttling.ts';

/**
 * A route's own settings replace the stage's as a whole: whatever is left out is AWS's default. Detailed
 * metrics are left out: each route's is paid for, and our alarms and dashboard are about whole APIs.
 */
export function toThrottling(served: readonly Route[], args: Throttling) {
  return {
    defaultRouteSettings: {
      throttlingRateLimit: args.throttlingRateLimit,
      throttlingBurstLimit: args.throttlingBurstLimit,
    },
    routeSettings: served.filter(isWriteRoute).map(({ routeKey }) => ({
      routeKey,
      throttlingRateLimit: args.writeThrottlingRateLimit,
      throttlingBurstLimit: args.writeThrottlingBurstLimit,
    })),
  };
}

/** The route and never the path, which names people; no query string, no header. */
export const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  // `-` where the token is refused: then `authorizerError` says why.
  clientId: '$context.authorizer.claims.client_id',
  sourceIp: '$context.identity.sourceIp',
  responseLatency: '$context.responseLatency',
  responseLength: '$context.responseLength',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
});
