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
 * Repairs writes that a kill interrupted. dynalite writes the index row of an item before the item, so
 * the two can differ. If the index has the row, the write is completed. If the index has lost the row,
 * the write is undone. No client had an answer yet. Each step is one write and can be repeated.
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
