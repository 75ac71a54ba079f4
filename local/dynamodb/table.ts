import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  PutItemCommand,
  paginateScan,
  ResourceInUseException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { marketTable } from '../../server/markets/table.ts';
import { UserError } from '../../tools/program.ts';
import { type Item, itemSchema } from './item.ts';

type Table = { client: DynamoDBClient; tableName: string };

/**
 * Creates the table, or adds the indexes that a table of an earlier version lacks. `backup` is for the
 * embedded database alone, which cannot add an index: the table is made anew from this file.
 */
export async function prepareTable(table: Table, backup: string | undefined): Promise<void> {
  if (backup !== undefined && existsSync(backup)) await restore(table, backup);
  if (await createTable(table)) return expire(table, backup);
  const missing = await findMissingIndexes(table);
  if (missing.length > 0 && backup !== undefined) {
    await save(table, backup);
    await restore(table, backup);
    return;
  }
  for (const index of missing) await addIndex(table, index);
  await expire(table, backup);
}

async function createTable({ client, tableName }: Table): Promise<boolean> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: defineAttributes([marketTable, ...marketTable.indexes]),
        KeySchema: toKeySchema(marketTable),
        GlobalSecondaryIndexes: marketTable.indexes.map(toIndex),
      }),
    );
    await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: tableName });
    return true;
  } catch (error) {
    if (error instanceof ResourceInUseException) return false;
    throw error;
  }
}

type Keys = { hashKey: string; rangeKey: string };

/** DynamoDB refuses definitions of attributes that are no keys. */
function defineAttributes(keys: readonly Keys[]) {
  const names = new Set(keys.flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey]));
  return [...names].map((name) => ({ AttributeName: name, AttributeType: 'S' as const }));
}

type Index = (typeof marketTable.indexes)[number];

function toIndex(index: Index) {
  return {
    IndexName: index.name,
    KeySchema: toKeySchema(index),
    Projection: { ProjectionType: index.projection },
  };
}

function toKeySchema(keys: Keys): KeySchemaElement[] {
  return [
    { AttributeName: keys.hashKey, KeyType: 'HASH' },
    { AttributeName: keys.rangeKey, KeyType: 'RANGE' },
  ];
}

async function describe({ client, tableName }: Table) {
  const { Table: found } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  return found;
}

async function findMissingIndexes(table: Table): Promise<Index[]> {
  const described = await describe(table);
  const found = (described?.KeySchema ?? []).map((key) => key.AttributeName);
  const expected = [marketTable.hashKey, marketTable.rangeKey];
  if (found.join() !== expected.join()) {
    throw new UserError(
      `The table ${table.tableName} already exists with the keys ${found.join(', ')} and not ${expected.join(', ')}: use another database.`,
    );
  }
  const names = (described?.GlobalSecondaryIndexes ?? []).map((index) => index.IndexName);
  return marketTable.indexes.filter(({ name }) => !names.includes(name));
}

async function addIndex(table: Table, index: Index): Promise<void> {
  const missing = new Set((await findMissingIndexes(table)).map(({ name }) => name));
  const found = marketTable.indexes.filter(({ name }) => !missing.has(name));
  await table.client.send(
    new UpdateTableCommand({
      TableName: table.tableName,
      AttributeDefinitions: defineAttributes([marketTable, ...found, index]),
      GlobalSecondaryIndexUpdates: [{ Create: toIndex(index) }],
    }),
  );
  for (;;) {
    const { GlobalSecondaryIndexes = [] } = (await describe(table)) ?? {};
    const added = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === index.name);
    if (added?.IndexStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** The embedded database has no TTL: see `deleteExpired`. */
async function expire(table: Table, backup: string | undefined): Promise<void> {
  if (backup !== undefined) return;
  try {
    await enableTimeToLive(table);
  } catch (error) {
    // Some stand-ins for DynamoDB have no TTL. Reads check the time themselves.
    if (!(error instanceof Error && error.name === 'UnknownOperationException')) throw error;
  }
}

async function enableTimeToLive({ client, tableName }: Table): Promise<void> {
  const { TimeToLiveDescription } = await client.send(
    new DescribeTimeToLiveCommand({ TableName: tableName }),
  );
  if (TimeToLiveDescription?.TimeToLiveStatus?.startsWith('ENABL')) return;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: tableName,
      TimeToLiveSpecification: { AttributeName: marketTable.expiry, Enabled: true },
    }),
  );
}

async function save({ client, tableName }: Table, backup: string): Promise<void> {
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName })) {
    items.push(...Items);
  }
  await writeFile(`${backup}.new`, JSON.stringify(items), { mode: 0o600 });
  await rename(`${backup}.new`, backup);
}

/** Can be repeated, also after a kill: the file is removed at the end. */
async function restore(table: Table, backup: string): Promise<void> {
  const { client, tableName } = table;
  const items = z.array(itemSchema).parse(JSON.parse(await readFile(backup, 'utf8')));
  if (!(await createTable(table))) {
    await client.send(new DeleteTableCommand({ TableName: tableName }));
    await waitUntilTableNotExists(
      { client, maxWaitTime: 60, minDelay: 1 },
      { TableName: tableName },
    );
    await createTable(table);
  }
  for (const item of items) {
    await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
  }
  await rm(backup);
}
