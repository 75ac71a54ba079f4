import type { AuthorizerName } from '../server/contract/access-token.ts';
import { toServedRoutes } from '../server/contract/routes.ts';
import { createCorsConfiguration } from '../server/deployment/cors.ts';
import { toStageVariables } from '../server/deployment/served-side.ts';
import { createGateway, type GatewayOptions } from './gateway/gateway.ts';
import type { Topology } from './pools.ts';

export type ApiPorts = { api: number; b2bApi: number };

/** The HTTP APIs of a topology, which all feed one handler. */
export async function startApis({
  ports,
  topology,
  authorizers,
  allowOrigins,
  handler,
  accessLog,
}: {
  ports: ApiPorts;
  topology: Topology;
  authorizers: Record<AuthorizerName, { issuer: string; audience: readonly string[] }>;
  allowOrigins: readonly string[];
  handler: GatewayOptions['handler'];
  accessLog: GatewayOptions['log'] | undefined;
}): Promise<{ apiUrl: string; b2bApiUrl: string; close(): Promise<void> }> {
  const createApi = (served: readonly AuthorizerName[]) =>
    createGateway({
      routes: toServedRoutes(served),
      authorizers: Object.fromEntries(served.map((name) => [name, authorizers[name]])),
      cors: createCorsConfiguration({ allowOrigins }),
      stageVariables: toStageVariables(served),
      handler,
      ...(accessLog && { log: accessLog }),
    });

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
