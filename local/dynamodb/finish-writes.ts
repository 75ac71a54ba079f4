import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { marketTable } from '../../server/markets/table.ts';

type Item = Record<string, AttributeValue>;

/**
 * dynalite writes an item's row of the index before the item itself, so that a process which is
 * killed in between leaves a market that a city sees otherwise than its owner, or not at all. Such a
 * write is finished where the index has it, and undone where the index has lost its row; nobody was
 * told that it was done. Each step is one write and may itself be cut short.
 */
export async function finishWrites(client: DynamoDBClient, tableName: string): Promise<void> {
  const items = await readAll(client, tableName);
  const rows = await readAll(client, tableName, marketTable.cityIndex.name);
  for (const [key, row] of rows) {
    if (!isDeepStrictEqual(items.get(key), row)) await put(row);
  }
  for (const [key, item] of items) {
    if (!rows.has(key)) await put(item);
  }

  async function put(item: Item): Promise<void> {
    await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
  }
}

async function readAll(client: DynamoDBClient, tableName: string, indexName?: string) {
  const { hashKey, rangeKey } = marketTable;
  const items = new Map<string, Item>();
  const pages = paginateScan(
    { client },
    { TableName: tableName, ...(indexName !== undefined && { IndexName: indexName }) },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) items.set(`${item[hashKey]?.S} ${item[rangeKey]?.S}`, item);
  }
  return items;
}
