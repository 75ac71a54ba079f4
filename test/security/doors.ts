import { createGateway } from '../../local/gateway/gateway.ts';
import { loopbackFetcher } from '../../local/jwks-fetcher.ts';
import { defaultCityHalls } from '../../local/options.ts';
import { createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { routes } from '../../server/contract/routes.ts';
import { createStackEnvironment } from '../../server/deployment/environment.ts';
import type { Outputs } from '../../server/deployment/outputs.ts';
import type { Handler } from '../../server/dispatch.ts';
import { cityHallsSchema } from '../../server/domain/cities.ts';
import { patientGatewayTimeLimits, silentLog, type TestStack } from '../fixture.ts';

/** `gateway`: through the gateway, as clients do. `lambda`: directly at the handler, without an authorizer. */
export const doors = ['gateway', 'lambda'] as const;
export type Door = (typeof doors)[number];

type HandlerParts = Parameters<typeof createApp>[0];

/** A second Lambda handler with the stack's issuers, table and clients. */
export function createTestHandler(
  { outputs, dynamodb }: TestStack,
  parts: Partial<HandlerParts> = {},
): Handler {
  return createApp({
    config: readConfig(createStackEnvironment(outputs)),
    cityHalls: cityHallsSchema.parse(defaultCityHalls),
    readDocument: () => '{}',
    dynamodb,
    log: silentLog,
    jwksFetcher: loopbackFetcher,
    ...parts,
  });
}

/**
 * The handler without an authorizer in front. Its events contain unsigned `claims`, as if an authorizer
 * had verified them.
 */
export async function openLambdaDoor(
  stack: TestStack,
  {
    claims = {},
    handler = createTestHandler(stack),
  }: { claims?: Record<string, string>; handler?: Handler } = {},
): Promise<AsyncDisposable & { outputs: Outputs }> {
  const gateway = await createGateway({
    routes: routes.map((route) => ({ ...route, authorizer: null, scopes: [] })),
    authorizers: {},
    cors: null,
    ...patientGatewayTimeLimits,
    handler: (event) => {
      const authorizer = { jwt: { claims, scopes: (claims.scope ?? '').split(' ') } };
      const requestContext = { ...event.requestContext, authorizer };
      return handler({ ...event, requestContext });
    },
  }).listen(0);
  return {
    outputs: { ...stack.outputs, apiUrl: gateway.url, b2bApiUrl: gateway.url },
    [Symbol.asyncDispose]: gateway.close,
  };
}
