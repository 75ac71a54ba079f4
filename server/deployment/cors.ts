import { routes } from '../contract/routes.ts';
import { rateLimitHeader } from '../http/answers.ts';

/** Headers that tracing and error tools add to requests of a browser (W3C Trace Context, Baggage, Sentry). */
export const traceHeaders = ['traceparent', 'tracestate', 'baggage', 'sentry-trace'];

/** The `corsConfiguration` of API Gateway, in AWS and in the local gateway. */
export function createCorsConfiguration<Origin>({
  allowOrigins,
  allowHeaders = traceHeaders,
}: {
  /** In `infra/` an origin may not be known yet. */
  allowOrigins: readonly Origin[];
  /** Further request headers, in addition to those that the API reads. */
  allowHeaders?: readonly string[];
}) {
  return {
    allowOrigins: [...allowOrigins],
    allowMethods: [...new Set(routes.map(({ routeKey }) => routeKey.replace(/ .*/, '')))],
    allowHeaders: [...new Set([...readHeaders, ...allowHeaders])],
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

const readHeaders = ['authorization', 'content-type', 'idempotency-key', 'if-none-match'];
