import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { marketTable } from '../../server/markets/table.ts';

/** What DynamoDB's TTL does, and dynalite does not: deletes the expired items. */
export async function deleteExpired(
  client: DynamoDBClient,
  tableName: string,
  now = Date.now(),
): Promise<void> {
  const { hashKey, rangeKey, expiry } = marketTable;
  const isExpired = {
    ExpressionAttributeNames: { '#expiry': expiry },
    ExpressionAttributeValues: { ':now': { N: `${Math.floor(now / 1_000)}` } },
  };
  const scan = { TableName: tableName, FilterExpression: '#expiry < :now', ...isExpired };
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    for (const item of Items) {
      const [hash, range] = [item[hashKey], item[rangeKey]];
      if (hash === undefined || range === undefined) continue;
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: { [hashKey]: hash, [rangeKey]: range },
            ConditionExpression: '#expiry < :now',
            ...isExpired,
          }),
        );
      } catch (error) {
        // It was written again since the scan.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }
  }
}
