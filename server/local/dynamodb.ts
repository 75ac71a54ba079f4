import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDBClient } from '../dynamodb.ts';
import { marketTable } from '../markets/table.ts';
import { startEmbeddedDynamoDB } from './embedded-dynamodb.ts';
import { finishWrites } from './finish-writes.ts';
import { LocalError } from './local-error.ts';

export type LocalDynamoDB = { client: DynamoDBClient; close(): Promise<void> };

/** The embedded database in `dataDir`, or the one at `endpoint`, with the table in it. */
export async function startDynamoDB({
  dataDir,
  endpoint,
  region,
  tableName,
}: {
  dataDir: string;
  endpoint: string | undefined;
  region: string;
  tableName: string;
}): Promise<LocalDynamoDB> {
  const embedded =
    endpoint === undefined ? await startEmbeddedDynamoDB(`${dataDir}/dynamodb`) : undefined;
  const run = embedded && (await startRun(`${dataDir}/dynamodb.running`));
  const client = createDynamoDBClient({
    region,
    endpoint: endpoint ?? embedded?.url ?? '',
    // Another DynamoDB may ask for real ones, from the environment or a profile.
    ...(embedded && { credentials: embedded.credentials }),
  });
  const database = {
    client,
    async close() {
      await embedded?.settle();
      client.destroy();
      await embedded?.close();
    },
  };
  try {
    await createTable(client, tableName);
    if (run?.afterKill) await finishWrites(client, tableName);
  } catch (error) {
    await database.close();
    throw endpoint === undefined || error instanceof LocalError
      ? error
      : new LocalError(
          `The DynamoDB at ${endpoint} does not serve: ${error instanceof Error ? error.message : error}`,
          { cause: error },
        );
  }
  return {
    client,
    async close() {
      await database.close();
      await run?.end();
    },
  };
}

/** A file that is there from start to orderly stop tells whether the last run was killed. */
async function startRun(path: string): Promise<{ afterKill: boolean; end(): Promise<void> }> {
  const afterKill = existsSync(path);
  await writeFile(path, '');
  return { afterKill, end: () => rm(path, { force: true }) };
}

async function createTable(client: DynamoDBClient, tableName: string): Promise<void> {
  const { hashKey, rangeKey, cityIndex } = marketTable;
  const keys = [hashKey, rangeKey, cityIndex.hashKey, cityIndex.rangeKey];
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
        KeySchema: toKeySchema({ hashKey, rangeKey }),
        GlobalSecondaryIndexes: [
          {
            IndexName: cityIndex.name,
            KeySchema: toKeySchema(cityIndex),
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    await assertSameKeys(client, tableName);
  }
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: tableName });
}

function toKeySchema(keys: { hashKey: string; rangeKey: string }): KeySchemaElement[] {
  return [
    { AttributeName: keys.hashKey, KeyType: 'HASH' },
    { AttributeName: keys.rangeKey, KeyType: 'RANGE' },
  ];
}

async function assertSameKeys(client: DynamoDBClient, tableName: string): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const found = (Table?.KeySchema ?? []).map((key) => key.AttributeName);
  const expected = [marketTable.hashKey, marketTable.rangeKey];
  if (found.join() !== expected.join()) {
    throw new LocalError(
      `The table ${tableName} is there already with the keys ${found.join(', ')} and not ${expected.join(', ')}: name another database.`,
    );
  }
}
