import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDBClient } from '../../server/dynamodb.ts';

/** A database client whose every request fails with this error, past the SDK's retries. */
export function failingClient(error: Error): DynamoDBClient {
  const client = createDynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  client.middlewareStack.add(
    () => async () => {
      throw error;
    },
    { step: 'initialize', name: 'fail' },
  );
  return client;
}
