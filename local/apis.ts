import type { AuthorizerName } from '../server/contract/access-token.ts';
import { findServedRoutes, type Route } from '../server/contract/routes.ts';
import { createCorsConfiguration, traceHeaders } from '../server/deployment/cors.ts';
import { createStageVariables } from '../server/deployment/served-side.ts';
import {
  classifyRoute,
  defaultThrottling,
  type Throttling,
} from '../server/deployment/throttling.ts';
import type { JwtConfiguration } from './gateway/claims.ts';
import { faultHeader } from './gateway/faults.ts';
import { createGateway } from './gateway/gateway.ts';
import type { GatewayHandler } from './gateway/integration.ts';
import type { ThrottleSettings } from './gateway/throttle.ts';
import { loopbackAddress } from './listen.ts';
import type { StackOptions } from './stack-options.ts';

type Parts = {
  authorizers: Record<AuthorizerName, JwtConfiguration>;
  allowOrigins: readonly string[];
  handler: GatewayHandler;
};

/** The HTTP APIs of a topology. All of them call one handler. */
export async function startApis(
  {
    ports,
    topology,
    throttling = defaultThrottling,
    faults,
    accessLog,
    gatewayTimeLimits,
  }: Pick<
    StackOptions,
    'ports' | 'topology' | 'throttling' | 'faults' | 'accessLog' | 'gatewayTimeLimits'
  >,
  { authorizers, allowOrigins, handler }: Parts,
): Promise<{ apiUrl: string; b2bApiUrl: string; close(): Promise<void> }> {
  const allowHeaders = [...traceHeaders, ...(faults ? [faultHeader] : [])];
  const cors = createCorsConfiguration({
    allowOrigins: [...new Set(allowOrigins)],
    allowHeaders,
  });
  const createApi = (served: readonly AuthorizerName[]) => {
    const routes = findServedRoutes(served);
    return createGateway({
      routes,
      authorizers: Object.fromEntries(served.map((name) => [name, authorizers[name]])),
      cors,
      stageVariables: createStageVariables(served),
      ...(throttling && { throttle: createThrottleSettings(routes, throttling) }),
      faults,
      handler: redirectDocs(handler),
      ...(accessLog && { log: accessLog }),
      ...gatewayTimeLimits,
    });
  };

  if (topology === 'shared') {
    const api = await createApi(['b2c', 'b2b']).listen(ports.api);
    return { apiUrl: api.url, b2bApiUrl: api.url, close: api.close };
  }
  const api = await createApi(['b2c']).listen(ports.api);
  try {
    const b2bApi = await createApi(['b2b']).listen(ports.b2bApi);
    return {
      apiUrl: api.url,
      b2bApiUrl: b2bApi.url,
      async close() {
        await Promise.all([api.close(), b2bApi.close()]);
      },
    };
  } catch (error) {
    await api.close();
    throw error;
  }
}

/** As `infra/api/` configures a stage: the limits of writes and of public routes replace the default. */
function createThrottleSettings(
  routes: readonly Route[],
  throttling: Throttling,
): ThrottleSettings {
  return {
    default: {
      rateLimit: throttling.throttlingRateLimit,
      burstLimit: throttling.throttlingBurstLimit,
    },
    routes: Object.fromEntries(
      routes.flatMap((route) => {
        const routeClass = classifyRoute(route);
        if (routeClass === 'read') return [];
        const limits = {
          rateLimit: throttling[`${routeClass}ThrottlingRateLimit`],
          burstLimit: throttling[`${routeClass}ThrottlingBurstLimit`],
        };
        return [[route.routeKey, limits]];
      }),
    ),
  };
}

/**
 * The /docs page signs in and calls the API at the one origin that is registered. A page opened at
 * http://localhost has another origin, so it is redirected.
 */
function redirectDocs(handler: GatewayHandler): GatewayHandler {
  return async (event, context) => {
    const [, port] = /^localhost(:\d+)?$/i.exec(event.headers.host ?? '') ?? [];
    if (event.routeKey !== 'GET /docs' || port === undefined) return handler(event, context);
    const location = `http://${loopbackAddress}${port}/docs`;
    return { statusCode: 302, headers: { location, 'cache-control': 'no-store' } };
  };
}
