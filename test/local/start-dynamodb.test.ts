import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { expect, it, onTestFinished } from 'vitest';
import { startEmbeddedDynamoDB } from '../../local/dynamodb/embedded.ts';
import { startDynamoDB } from '../../local/dynamodb/start.ts';
import { patientTimeLimits } from '../fixture.ts';

const tableName = 'ChristmasMarkets';

async function createFolder(): Promise<string> {
  const dataDir = await mkdtemp(`${tmpdir()}/christmas-markets-`);
  onTestFinished(() => rm(dataDir, { recursive: true }));
  return dataDir;
}

function start(dataDir: string) {
  const options = { endpoint: undefined, region: 'local', tableName };
  return startDynamoDB({ dataDir, ...options, timeLimits: patientTimeLimits });
}

const toItem = (name: string) => ({
  userId: { S: name },
  marketId: { S: name },
  city: { S: 'Iași' },
  changeId: { S: name },
  decisions: { L: [{ M: { approved: { BOOL: true } } }] },
});

async function readAll(client: DynamoDBClient) {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName }));
  return Items;
}

it('a table of an earlier version gets the index of changes, and keeps its items', async () => {
  const dataDir = await createFolder();
  const embedded = await startEmbeddedDynamoDB(`${dataDir}/dynamodb`);
  const { url: endpoint, credentials } = embedded;
  const client = new DynamoDBClient({ endpoint, credentials, region: 'local' });
  const keys = ['userId', 'marketId', 'city', 'reviewOrder'];
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'userId', KeyType: 'HASH' },
        { AttributeName: 'marketId', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'city',
          KeySchema: [
            { AttributeName: 'city', KeyType: 'HASH' },
            { AttributeName: 'reviewOrder', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  await waitUntilTableExists(
    { client, maxWaitTime: 60, minDelay: 0.1, maxDelay: 1 },
    { TableName: tableName },
  );
  for (const name of ['a', 'b']) {
    await client.send(new PutItemCommand({ TableName: tableName, Item: toItem(name) }));
  }
  client.destroy();
  await embedded.close();

  const database = await start(dataDir);
  const { Items } = await database.client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: 'changes',
      KeyConditionExpression: 'city = :city',
      ExpressionAttributeValues: { ':city': { S: 'Iași' } },
    }),
  );
  const byName = (items: object[] = []) => items.map((item) => JSON.stringify(item)).toSorted();
  expect(byName(await readAll(database.client))).toEqual(byName([toItem('a'), toItem('b')]));
  expect(Items?.map(({ marketId }) => marketId)).toEqual([{ S: 'a' }, { S: 'b' }]);
  expect(existsSync(`${dataDir}/dynamodb.backup.json`)).toBe(false);
  await database.close();
});

it('a transaction that a kill interrupted is undone at the next start', async () => {
  const dataDir = await createFolder();
  const first = await start(dataDir);
  await first.client.send(new PutItemCommand({ TableName: tableName, Item: toItem('half done') }));
  await first.close();
  const toKey = (name: string) => ({ userId: { S: name }, marketId: { S: name } });
  const before = [
    { TableName: tableName, Key: toKey('half done') },
    { TableName: tableName, Key: toKey('deleted'), Item: toItem('deleted') },
  ];
  await writeFile(`${dataDir}/dynamodb.transaction`, JSON.stringify(before));
  const second = await start(dataDir);
  expect(await readAll(second.client)).toEqual([toItem('deleted')]);
  expect(existsSync(`${dataDir}/dynamodb.transaction`)).toBe(false);
  await second.close();
});

it('expired items are deleted at the start', async () => {
  const dataDir = await createFolder();
  const first = await start(dataDir);
  const now = Math.floor(Date.now() / 1_000);
  for (const [name, expiresAt] of [
    ['past', now - 10],
    ['future', now + 1_000],
  ] as const) {
    const Item = { ...toItem(name), expiresAt: { N: `${expiresAt}` } };
    await first.client.send(new PutItemCommand({ TableName: tableName, Item }));
  }
  await first.close();
  const second = await start(dataDir);
  expect(await readAll(second.client)).toMatchObject([toItem('future')]);
  await second.close();
});
