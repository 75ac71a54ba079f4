import type { Answer } from './answer.ts';
import { sendsVaryOrigin } from './assumptions.ts';
import type { GatewayRequest } from './request.ts';

/** API Gateway's `corsConfiguration`. */
export type CorsConfiguration = {
  allowOrigins: readonly string[];
  allowMethods: readonly string[];
  allowHeaders: readonly string[];
  exposeHeaders?: readonly string[];
  /** Seconds. */
  maxAge?: number;
  allowCredentials?: boolean;
};

export type Cors = {
  /** The gateway's answer to a preflight request, for every route. `null` for any other request. */
  preflight(request: GatewayRequest): Answer | null;
  /** Replaces the CORS headers of the Lambda's answer with those of the configuration. */
  decorate(request: GatewayRequest, answer: Answer): Answer;
};

export function createCors(configuration: CorsConfiguration): Cors {
  // With a wildcard, the answer is the same for every origin.
  const vary = sendsVaryOrigin && !configuration.allowOrigins.includes('*');
  assertNoWildcardWithCredentials(configuration);
  return {
    preflight(request) {
      if (!isPreflight(request)) return null;
      const headers = isAllowed(configuration, request)
        ? [...createOriginHeaders(configuration, request), ...createPreflightHeaders(configuration)]
        : [];
      const answer = { status: 204, headers, body: Buffer.alloc(0) };
      return vary ? withVaryOrigin(answer) : answer;
    },
    decorate(request, answer) {
      const own = answer.headers.filter(([name]) => !name.startsWith('access-control-'));
      const added = isAllowed(configuration, request)
        ? [
            ...createOriginHeaders(configuration, request),
            ...createListHeader('access-control-expose-headers', configuration.exposeHeaders),
          ]
        : [];
      const decorated = { ...answer, headers: [...own, ...added] };
      return vary ? withVaryOrigin(decorated) : decorated;
    },
  };
}

type Headers = Answer['headers'];

/** RFC 9110, section 12.5.5. Without it a cache may give the answer for one origin to another. */
function withVaryOrigin(answer: Answer): Answer {
  const varied = answer.headers.filter(([name]) => name === 'vary').map(([, value]) => value);
  const names = varied.flatMap((value) => value.toLowerCase().split(/, */));
  if (names.includes('origin') || names.includes('*')) return answer;
  const others = answer.headers.filter(([name]) => name !== 'vary');
  return { ...answer, headers: [...others, ['vary', [...varied, 'origin'].join(', ')]] };
}

function assertNoWildcardWithCredentials({ allowOrigins, allowCredentials }: CorsConfiguration) {
  if (allowCredentials && allowOrigins.includes('*')) {
    throw new Error(
      "CORS: allowOrigins '*' cannot be combined with allowCredentials; name the origins instead.",
    );
  }
}

function isPreflight({ method, headers }: GatewayRequest): boolean {
  return (
    method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')
  );
}

function isAllowed({ allowOrigins }: CorsConfiguration, { headers }: GatewayRequest): boolean {
  const origin = headers.get('origin');
  return origin !== undefined && (allowOrigins.includes('*') || allowOrigins.includes(origin));
}

function createOriginHeaders(
  configuration: CorsConfiguration,
  { headers }: GatewayRequest,
): Headers {
  const origin = configuration.allowOrigins.includes('*') ? '*' : (headers.get('origin') ?? '');
  return [
    ['access-control-allow-origin', origin],
    ...createListHeader(
      'access-control-allow-credentials',
      configuration.allowCredentials ? ['true'] : [],
    ),
  ];
}

function createPreflightHeaders({
  allowMethods,
  allowHeaders,
  maxAge,
}: CorsConfiguration): Headers {
  return [
    ...createListHeader('access-control-allow-methods', allowMethods),
    ...createListHeader('access-control-allow-headers', allowHeaders),
    ...createListHeader('access-control-max-age', maxAge === undefined ? [] : [String(maxAge)]),
  ];
}

function createListHeader(name: string, values: readonly string[] = []): Headers {
  return values.length > 0 ? [[name, values.join(',')]] : [];
}
