import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type DynamoDBClientConfig,
  type KeySchemaElement,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDBClient, type DatabaseTimeLimits } from '../../server/markets/client.ts';
import { marketTable } from '../../server/markets/table.ts';
import { UserError } from '../../tools/program.ts';
import { startEmbeddedDynamoDB } from './embedded.ts';
import { finishWrites } from './finish-writes.ts';

export type LocalDynamoDB = { client: DynamoDBClient; close(): Promise<void> };

/** The embedded database in `dataDir`, or the one at `endpoint`, with the table in it. */
export async function startDynamoDB({
  dataDir,
  endpoint,
  region,
  tableName,
  timeLimits,
}: {
  dataDir: string;
  endpoint: string | undefined;
  region: string;
  tableName: string;
  timeLimits?: DatabaseTimeLimits | undefined;
}): Promise<LocalDynamoDB> {
  const embedded =
    endpoint === undefined ? await startEmbeddedDynamoDB(`${dataDir}/dynamodb`) : undefined;
  const run = embedded && (await startRun(`${dataDir}/dynamodb.running`));
  const credentials = embedded
    ? { credentials: embedded.credentials }
    : chooseCredentials(endpoint ?? '');
  const client = createDynamoDBClient(
    { region, endpoint: endpoint ?? embedded?.url ?? '', ...credentials },
    timeLimits,
  );
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
    throw endpoint === undefined || error instanceof UserError
      ? error
      : new UserError(
          `The DynamoDB at DYNAMODB_ENDPOINT=${endpoint} does not serve: ${toAdvice(error)}`,
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

/** A stand-in for DynamoDB on this machine accepts any credentials. Others need real ones. */
function chooseCredentials(endpoint: string): Pick<DynamoDBClientConfig, 'credentials'> {
  const { AWS_ACCESS_KEY_ID, AWS_PROFILE } = process.env;
  const isHere = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(endpoint);
  if (!isHere || AWS_ACCESS_KEY_ID || AWS_PROFILE) return {};
  return { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

function toAdvice(error: unknown): string {
  if (!(error instanceof Error)) return `${error}`;
  return error.name === 'CredentialsProviderError'
    ? 'there are no credentials for it. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.'
    : error.message;
}

/** The file exists from the start to an orderly stop, so after a kill it is still there. */
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
        KeySchema: createKeySchema({ hashKey, rangeKey }),
        GlobalSecondaryIndexes: [
          {
            IndexName: cityIndex.name,
            KeySchema: createKeySchema(cityIndex),
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

function createKeySchema(keys: { hashKey: string; rangeKey: string }): KeySchemaElement[] {
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
    throw new UserError(
      `The table ${tableName} already exists with the keys ${found.join(', ')} and not ${expected.join(', ')}: use another database.`,
    );
  }
}
