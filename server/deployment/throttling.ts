import type { Route } from '../contract/routes.ts';

/** The default throttling of every route: requests per second, and requests at once. */
export const defaultThrottling = {
  throttlingRateLimit: 100,
  throttlingBurstLimit: 200,
  writeThrottlingRateLimit: 20,
  writeThrottlingBurstLimit: 40,
};

export type Throttling = typeof defaultThrottling;

/** Whether the limits of writes apply to a route. */
export function isWriteRoute({ routeKey }: Route): boolean {
  return !/^(GET|HEAD) /.test(routeKey);
}
