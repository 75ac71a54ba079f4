import { defaultCityHalls } from '../../local/city-halls.ts';
import { createGateway } from '../../local/gateway/gateway.ts';
import { loopbackFetcher } from '../../local/jwks-fetcher.ts';
import { createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { routes } from '../../server/contract/routes.ts';
import { toEnvironment } from '../../server/deployment/environment.ts';
import type { Outputs } from '../../server/deployment/outputs.ts';
import type { Handler } from '../../server/dispatch.ts';
import { cityHallsSchema } from '../../server/domain/cities.ts';
import { silentLog, type TestStack } from '../fixture.ts';

/** `gateway`: as a client comes in. `lambda`: straight at the handler, past every authorizer. */
export const doors = ['gateway', 'lambda'] as const;
export type Door = (typeof doors)[number];

type HandlerParts = Parameters<typeof createApp>[0];

/** The Lambda's handler beside the stack's own: the same issuers, table and clients. */
export function createTestHandler(
  { outputs, dynamodb }: TestStack,
  parts: Partial<HandlerParts> = {},
): Handler {
  return createApp({
    config: readConfig(toEnvironment(outputs)),
    cityHalls: cityHallsSchema.parse(defaultCityHalls),
    document: '{}',
    dynamodb,
    log: silentLog,
    jwksFetcher: loopbackFetcher,
    ...parts,
  });
}

/**
 * The handler with no authorizer before it, and with an event that claims there was one: made of
 * `claims`, which nobody has signed.
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
    handler: (event, context) => {
      const authorizer = { jwt: { claims, scopes: (claims.scope ?? '').split(' ') } };
      const requestContext = { ...event.requestContext, authorizer };
      return handler({ ...event, requestContext }, context);
    },
  }).listen(0);
  return {
    outputs: { ...stack.outputs, apiUrl: gateway.url, b2bApiUrl: gateway.url },
    [Symbol.asyncDispose]: gateway.close,
  };
}
