import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDBClient } from '../../server/markets/client.ts';

/** A database client whose every request fails with this error. The SDK does not retry. */
export function failingClient(toError: () => Error): DynamoDBClient {
  const client = createDynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  client.middlewareStack.add(
    () => async () => {
      throw toError();
    },
    { step: 'initialize', name: 'fail' },
  );
  return client;
}
