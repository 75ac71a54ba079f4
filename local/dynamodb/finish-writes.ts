import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { changesIndex, cityIndex, marketTable, ownerIndex } from '../../server/markets/table.ts';

type Item = Record<string, AttributeValue>;

/**
 * Repairs writes that a kill interrupted. dynalite writes the index rows of an item before the item, so
 * they can differ. If the city index has the row, the write is completed. If an index has lost the row,
 * the write is undone. No client had an answer yet. Each step is one write and can be repeated. A row of
 * the index of changes without its item stays: readers of the changes look at the item. So does a row of the
 * owner's index, which only counts.
 */
export async function finishWrites(client: DynamoDBClient, tableName: string): Promise<void> {
  const items = toMap(await readAll(client, tableName));
  const rows = toMap(await readAll(client, tableName, cityIndex.name));
  for (const [key, row] of rows) {
    if (!isDeepStrictEqual(items.get(key), row)) await put(row);
    items.set(key, row);
  }
  const places = await Promise.all(
    keysOnlyIndexes.map(async (index) => {
      const found = await readAll(client, tableName, index.name);
      return { index, rows: new Set(found.map((item) => toPlace(index, item))) };
    }),
  );
  for (const [key, item] of items) {
    const isLost =
      (isIn(cityIndex, item) && !rows.has(key)) ||
      places.some(
        (place) => isIn(place.index, item) && !place.rows.has(toPlace(place.index, item)),
      );
    if (isLost) await put(item);
  }

  async function put(item: Item): Promise<void> {
    await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
  }
}

const keysOnlyIndexes = [changesIndex, ownerIndex];

function isIn({ hashKey, rangeKey }: { hashKey: string; rangeKey: string }, item: Item): boolean {
  return item[hashKey] !== undefined && item[rangeKey] !== undefined;
}

function toKey(item: Item): string {
  return `${item[marketTable.hashKey]?.S} ${item[marketTable.rangeKey]?.S}`;
}

function toPlace({ rangeKey }: { rangeKey: string }, item: Item): string {
  return `${toKey(item)} ${item[rangeKey]?.S}`;
}

function toMap(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [toKey(item), item]));
}

async function readAll(
  client: DynamoDBClient,
  tableName: string,
  indexName?: string,
): Promise<Item[]> {
  const all: Item[] = [];
  const pages = paginateScan(
    { client },
    { TableName: tableName, ...(indexName !== undefined && { IndexName: indexName }) },
  );
  for await (const { Items = [] } of pages) all.push(...Items);
  return all;
}
