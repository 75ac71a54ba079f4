import type { Route } from '../contract/routes.ts';

/** The default throttling of every route: requests per second, and requests at once. */
export const defaultThrottling = {
  throttlingRateLimit: 100,
  throttlingBurstLimit: 200,
  writeThrottlingRateLimit: 20,
  writeThrottlingBurstLimit: 40,
  publicThrottlingRateLimit: 50,
  publicThrottlingBurstLimit: 100,
};

export type Throttling = typeof defaultThrottling;

/** Which limits apply to a route. `public`: needs no token. */
export type RouteClass = 'read' | 'write' | 'public';

export function classifyRoute({
  routeKey,
  authorizer,
}: Pick<Route, 'routeKey' | 'authorizer'>): RouteClass {
  if (authorizer === null) return 'public';
  return /^(GET|HEAD) /.test(routeKey) ? 'read' : 'write';
}
