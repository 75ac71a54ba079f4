import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  PutItemCommand,
  ScanCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { cityHallsSchema, createCatalogue } from '../../server/domain/cities.ts';
import { marketPageSchema } from '../../server/domain/market.ts';
import { copyMarkets } from '../../tools/upgrade-table/copy.ts';
import { createCall } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { useStack } from '../use-stack.ts';

/* npm run upgrade-table: markets of the SAM stack, as its Lambda wrote them. */

const stack = useStack();
const from = `SamMarkets-${randomUUID()}`;
let owner: Applicant;
let cluj: string;

/** As the SAM stack's Lambda stored it: what the client sent, the ids, and no check of either. */
function createOriginal(changes: Record<string, unknown> = {}) {
  return {
    userId: owner.userId,
    marketId: randomUUID(),
    marketName: 'Old Market',
    marketDescription: 'Huts',
    marketAveragePrice: 12.5,
    city: 'Cluj-Napoca',
    marketApproved: false,
    ...changes,
  };
}

async function putOriginal(item: Record<string, unknown>): Promise<void> {
  await stack.dynamodb.send(
    new PutItemCommand({ TableName: from, Item: marshall(item, { removeUndefinedValues: true }) }),
  );
}

beforeAll(async () => {
  owner = await stack.applicant('upgraded');
  cluj = await stack.cityHall('cluj');
  await stack.dynamodb.send(
    new CreateTableCommand({
      TableName: from,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'userId', KeyType: 'HASH' },
        { AttributeName: 'marketId', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['userId', 'marketId'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
    }),
  );
  await waitUntilTableExists(
    { client: stack.dynamodb, maxWaitTime: 60, minDelay: 0.1, maxDelay: 1 },
    { TableName: from },
  );
});

async function copy({ dryRun = false } = {}) {
  const left: string[] = [];
  const { outputs } = stack;
  const counts = await copyMarkets({
    ...{ client: stack.dynamodb, from, to: outputs.tableName, dryRun },
    catalogue: createCatalogue(
      cityHallsSchema.parse(outputs.cityHalls.map(({ name, cities }) => ({ name, cities }))),
    ),
    leave: (key, reason) => left.push(`${key}: ${reason}`),
  });
  return { ...counts, left: left.length, reasons: left.join('\n') };
}

const call = (procedure: string, input: Record<string, unknown>, token: string) =>
  createCall(stack.outputs, 'rest')(procedure, input, token);

test('a market of the SAM stack becomes one that its owner edits and its city hall decides on', async () => {
  const pending = createOriginal({ city: 'CLUJ napoca', marketAveragePrice: '7.50' });
  const approved = createOriginal({ marketApproved: true, tableVersion: 3 });
  const wrong: [Record<string, unknown>, string][] = [
    [createOriginal({ city: 'Paris' }), '"Paris" is not in the catalogue'],
    [createOriginal({ marketAveragePrice: 'cheap' }), 'marketAveragePrice'],
    [createOriginal({ marketName: undefined }), 'marketName'],
    [createOriginal({ userId: 'a#b' }), 'userId'],
  ];
  for (const item of [pending, approved, ...wrong.map(([each]) => each)]) await putOriginal(item);

  const planned = await copy({ dryRun: true });
  expect(planned).toMatchObject({ read: 6, copied: 2, alreadyThere: 0, left: 4 });
  expect(await stack.stored()).toEqual([]);

  const copied = await copy();
  expect(copied).toMatchObject({ read: 6, copied: 2, alreadyThere: 0, left: 4 });
  for (const [item, reason] of wrong) {
    expect(copied.reasons).toContain(`${item.userId} ${item.marketId}: `);
    expect(copied.reasons).toContain(reason);
  }
  const stored = await stack.stored();
  expect(stored).toHaveLength(2);
  const market = stored.find(({ marketId }) => marketId === approved.marketId);
  expect(market).toMatchObject({ status: 'approved', marketApproved: true, decisions: [] });
  expect(market).not.toHaveProperty('tableVersion');

  const list = await call('b2b.markets.list', { city: 'cluj-napoca', status: 'pending' }, cluj);
  const [found] = marketPageSchema.parse(list.body).items;
  const { userId, marketId, city } = found ?? {};
  expect(found).toMatchObject({ marketId: pending.marketId, marketAveragePrice: 7.5 });
  expect(city).toBe('Cluj-Napoca');
  const decision = { userId, marketId, revision: found?.revision, approved: true };
  expect((await call('b2b.markets.decide', decision, cluj)).status).toBe(200);
  const { items } = marketPageSchema.parse(
    (await call('b2c.markets.list', { userId: 'me' }, owner.token)).body,
  );
  expect(items.map(({ status }) => status)).toEqual(['approved', 'approved']);
  const { marketName, marketDescription, marketAveragePrice } = createOriginal();
  const edit = {
    ...{
      userId: 'me',
      marketId,
      revision: items.find((each) => each.marketId === marketId)?.revision,
    },
    ...{ marketName, marketDescription, marketAveragePrice },
  };
  expect((await call('b2c.markets.edit', edit, owner.token)).status).toBe(200);
});

test('a second run copies what is missing, and leaves what was edited since', async () => {
  const before = await stack.stored();
  const late = createOriginal({ marketName: 'Late' });
  await putOriginal(late);
  expect(await copy()).toMatchObject({ read: 7, copied: 1, alreadyThere: 2, left: 4 });
  const after = await stack.stored();
  expect(after.filter(({ marketId }) => marketId !== late.marketId)).toEqual(before);
});

test('the old table is only read', async () => {
  const { Items = [] } = await stack.dynamodb.send(new ScanCommand({ TableName: from }));
  expect(Items).toHaveLength(7);
  expect(Items.filter((item) => 'revision' in item)).toEqual([]);
});

test('the table of the stack is refused as the old one', async () => {
  const args = ['--from', stack.outputs.tableName, '--outputs', stack.outputsFile];
  const printed = await new Promise<string>((resolve) => {
    execFile(process.execPath, ['tools/upgrade-table/main.ts', ...args], (_, __, stderr) =>
      resolve(stderr),
    );
  });
  expect(printed).toContain('name the table of the SAM stack');
});
