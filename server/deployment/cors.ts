import { routes } from '../contract/routes.ts';
import { rateLimitHeader } from '../http/answers.ts';

/**
 * What browsers may do, of an origin that a gateway's own `allowOrigins` names. The same at both
 * gateways, AWS's and the local one.
 */
export const corsConfiguration = {
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
