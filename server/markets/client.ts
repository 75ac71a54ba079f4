import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { currentCall } from '../observe/call-record.ts';

/**
 * DynamoDB answers in milliseconds, so that a second is a failure. The longest that a call can take is
 * `worstCallMs`, well below the Lambda's own timeout.
 */
export const databaseTimeLimits = {
  attempts: 3,
  connectionMs: 1_000,
  /** From the start of an attempt to the head of its answer. */
  responseMs: 1_500,
  /** From the start of an attempt to the end of its answer. */
  attemptMs: 3_000,
  /** The SDK's longest wait between two of three attempts: throttled, 2 s, and 5 s more by Retry-After. */
  backoffMs: 7_000,
  /** No attempt begins later than this after the call began, however many requests the call makes. */
  callMs: 10_000,
} as const;

export type DatabaseTimeLimits = Record<keyof typeof databaseTimeLimits, number>;

export const worstCallMs =
  databaseTimeLimits.callMs + databaseTimeLimits.attemptMs + databaseTimeLimits.backoffMs;

/** The client of one Lambda. */
export function createDynamoDBClient(
  config: DynamoDBClientConfig = {},
  limits: DatabaseTimeLimits = databaseTimeLimits,
): DynamoDBClient {
  const client = new DynamoDBClient({
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectionMs,
      requestTimeout: limits.responseMs,
      throwOnRequestTimeout: true,
    },
    ...config,
  });
  meterCapacity(client);
  limitTime(client, limits);
  limitAttempts(client, limits);
  return client;
}

/** The handler's own limits see an answer that does not begin, but none that crawls or falls silent. */
function limitAttempts(
  { config: { requestHandler } }: DynamoDBClient,
  { attemptMs }: DatabaseTimeLimits,
): void {
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = (request, options) =>
    handle(request, {
      ...options,
      abortSignal: AbortSignal.timeout(attemptMs),
    });
}

/** Not one of the errors that the SDK retries. */
export class OutOfTime extends Error {}

/** Runs for every attempt, so that a retry too is refused once the call's time is up. */
function limitTime(client: DynamoDBClient, { callMs }: DatabaseTimeLimits): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const call = currentCall.getStore();
      if (call && performance.now() > call.startedAt + callMs) {
        throw new OutOfTime(`No time is left for another request`);
      }
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'limitTime' },
  );
}

/** Notes what each request consumed with the call that made it. */
function meterCapacity(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next({
        ...args,
        input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' },
      });
      const call = currentCall.getStore();
      if (call && 'ConsumedCapacity' in result.output) {
        const consumed = result.output.ConsumedCapacity;
        if (consumed && 'CapacityUnits' in consumed) {
          call.consumedCapacity += consumed.CapacityUnits ?? 0;
        }
      }
      return result;
    },
    { step: 'initialize', name: 'meterCapacity' },
  );
}
