import { rateLimitHeader } from './rate-limit.ts';
import { routes } from './routes.ts';

/** What browsers of the configured origins may do. The same at both gateways, AWS's and the local one. */
export function createCors(allowOrigins: readonly string[]) {
  return {
    allowOrigins: [...allowOrigins],
    allowMethods: [...new Set(routes.map(({ routeKey }) => routeKey.replace(/ .*/, '')))],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-none-match'],
    exposeHeaders: [
      'apigw-requestid',
      'deprecation',
      'etag',
      'link',
      'retry-after',
      'sunset',
      'www-authenticate',
      rateLimitHeader,
    ],
    maxAge: 600,
  };
}
