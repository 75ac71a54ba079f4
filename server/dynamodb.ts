import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { currentCall } from './call.ts';

/**
 * The client of one Lambda. DynamoDB answers in milliseconds, so that a second is a failure; with
 * its retries a call still ends well within the Lambda's own timeout.
 */
export function createDynamoDBClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  const client = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 1_500,
      throwOnRequestTimeout: true,
    },
    ...config,
  });
  meterCapacity(client);
  return client;
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
