import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { currentCall } from '../observe/call-record.ts';
import { createConnections } from './connections.ts';
import { lighten, lightSettings } from './light-client.ts';

/**
 * DynamoDB answers in milliseconds, so a second is a failure. A call takes at most `worstCallMs`, which
 * is well below the Lambda's timeout.
 */
export const databaseTimeLimits = {
  attempts: 3,
  connectionMs: 1_000,
  /** From the start of an attempt to the head of its answer. */
  responseMs: 1_500,
  /** From the start of an attempt to the end of its answer. */
  attemptMs: 3_000,
  /** The SDK's longest wait between three attempts: 2 s if throttled, and 5 s more by Retry-After. */
  backoffMs: 7_000,
  /** No attempt begins later than this after the call began, for all requests of the call. */
  callMs: 10_000,
} as const;

export type DatabaseTimeLimits = Record<keyof typeof databaseTimeLimits, number>;

export const worstCallMs =
  databaseTimeLimits.callMs + databaseTimeLimits.attemptMs + databaseTimeLimits.backoffMs;

/** The client of one Lambda. */
export function createDynamoDBClient(
  config: DynamoDBClientConfig = {},
  limits: DatabaseTimeLimits = databaseTimeLimits,
  clock = Date.now,
): DynamoDBClient {
  const connections = createConnections(clock);
  const client = new DynamoDBClient({
    ...fixedSettings,
    ...lightSettings,
    maxAttempts: limits.attempts,
    requestHandler: {
      ...connections.agents,
      connectionTimeout: limits.connectionMs,
      requestTimeout: limits.responseMs,
      throwOnRequestTimeout: true,
    },
    ...config,
  });
  lighten(client);
  meterCapacity(client);
  limitTime(client, limits);
  limitAttempts(client, { limits, connections });
  return client;
}

/** The SDK's defaults. Without them it looks for others in the environment and in files that a Lambda does not have. */
const fixedSettings = {
  retryMode: 'standard',
  accountIdEndpointMode: 'disabled',
  authSchemePreference: [],
  defaultsMode: 'standard',
  disableClockSkewCorrection: false,
  ignoreConfiguredEndpointUrls: true,
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: '',
} satisfies DynamoDBClientConfig;

/** The handler's own limits cover the head of an answer, and not one whose body is slow or stops. */
function limitAttempts(
  { config: { requestHandler } }: DynamoDBClient,
  {
    limits,
    connections,
  }: { limits: DatabaseTimeLimits; connections: ReturnType<typeof createConnections> },
): void {
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = (request, options) =>
    connections.use(() =>
      handle(request, { ...options, abortSignal: AbortSignal.timeout(limits.attemptMs) }),
    );
}

/** The SDK does not retry after this error. */
export class OutOfTime extends Error {}

/** Runs for every attempt, so that no retry begins after the call's time is up. */
function limitTime(client: DynamoDBClient, { callMs }: DatabaseTimeLimits): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const call = currentCall.getStore();
      if (call && performance.now() > call.startedAt + callMs) {
        throw new OutOfTime('The call has no time left for another request');
      }
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'limitTime' },
  );
}

/** Adds the consumed capacity of each request to the record of its call. */
function meterCapacity(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next({
        ...args,
        input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' },
      });
      const call = currentCall.getStore();
      if (call && 'ConsumedCapacity' in result.output) {
        // One, or one for each table.
        for (const consumed of [result.output.ConsumedCapacity].flat()) {
          if (consumed && 'CapacityUnits' in consumed) {
            call.consumedCapacity += consumed.CapacityUnits ?? 0;
          }
        }
      }
      return result;
    },
    { step: 'initialize', name: 'meterCapacity' },
  );
}
