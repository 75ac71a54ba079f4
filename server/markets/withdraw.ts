import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { v7 as uuidv7 } from 'uuid';
import { createNotice } from './notice.ts';
import type { MarketKey } from './store.ts';
import { changesIndex, marketTable } from './table.ts';

export type Withdrawing = {
  client: DynamoDBClient;
  tableName: string;
  createChangeId: () => string;
};

/**
 * Deletes the market and puts a notice in its place, in one transaction. The notice names the city,
 * which must be read first. A repeat finds no market, and succeeds.
 */
export async function withdraw(withdrawing: Withdrawing, key: MarketKey): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await readCity(withdrawing, key);
    if (found === undefined) return;
    try {
      await replaceByNotice(withdrawing, key, found.city);
      return;
    } catch (error) {
      // The market was withdrawn meanwhile, and perhaps submitted again in another city; or another
      // transaction is in progress on it.
      if (!(error instanceof TransactionCanceledException) || attempt === maxAttempts) throw error;
    }
  }
}

const maxAttempts = 4;

async function readCity({ client, tableName }: Withdrawing, key: MarketKey) {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: tableName,
      Key: toKey(key),
      ConsistentRead: true,
      ProjectionExpression: changesIndex.hashKey,
    }),
  );
  return Item && { city: Item[changesIndex.hashKey]?.S };
}

async function replaceByNotice(
  { client, tableName, createChangeId }: Withdrawing,
  key: MarketKey,
  city: string | undefined,
): Promise<void> {
  if (city === undefined) {
    // Another program wrote it, and it is in no city's changes.
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: toKey(key) }));
    return;
  }
  await client.send(
    new TransactWriteItemsCommand({
      // A retry of the SDK, whose first attempt was written, is not refused.
      ClientRequestToken: uuidv7(),
      TransactItems: [
        {
          Delete: {
            TableName: tableName,
            Key: toKey(key),
            ConditionExpression: '#city = :city',
            ExpressionAttributeNames: { '#city': changesIndex.hashKey },
            ExpressionAttributeValues: { ':city': { S: city } },
          },
        },
        { Put: { TableName: tableName, Item: createNotice(key, city, createChangeId()) } },
      ],
    }),
  );
}

function toKey({ userId, marketId }: MarketKey) {
  return { [marketTable.hashKey]: { S: userId }, [marketTable.rangeKey]: { S: marketId } };
}
