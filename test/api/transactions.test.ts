import {
  DeleteItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestStack, type TestStack } from '../fixture.ts';

/** What withdrawals need of TransactWriteItems. Also run against DynamoDB Local: test:conformance. */
describe('a transaction', () => {
  let stack: TestStack;
  let TableName: string;
  beforeAll(async () => {
    stack = await startTestStack();
    TableName = stack.outputs.tableName;
  });
  beforeEach(async () => {
    for (const { userId, marketId } of await stack.stored()) {
      const Key = { userId: { S: String(userId) }, marketId: { S: String(marketId) } };
      await stack.dynamodb.send(new DeleteItemCommand({ TableName, Key }));
    }
    await stack.dynamodb.send(new PutItemCommand({ TableName, Item: toItem('a') }));
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  const toKey = (name: string) => ({ userId: { S: name }, marketId: { S: name } });
  const toItem = (name: string) => ({ ...toKey(name), city: { S: 'Iași' }, price: { N: '5' } });
  const toStored = (name: string) => ({ userId: name, marketId: name, city: 'Iași', price: 5 });
  const inCity = (city: string) => ({
    ConditionExpression: '#city = :city',
    ExpressionAttributeNames: { '#city': 'city' },
    ExpressionAttributeValues: { ':city': { S: city } },
  });
  const transact = (input: TransactWriteItemsCommandInput) =>
    stack.dynamodb.send(new TransactWriteItemsCommand(input));

  it('does all of its writes', async () => {
    await transact({
      TransactItems: [
        { Delete: { TableName, Key: toKey('a'), ...inCity('Iași') } },
        { Put: { TableName, Item: toItem('b') } },
      ],
    });
    expect(await stack.stored()).toEqual([toStored('b')]);
  });

  it.each([
    ['ALL_OLD', { Item: toItem('a') }],
    ['NONE', {}],
  ] as const)('does none if a condition fails, and tells which: %s', async (returned, item) => {
    const failing = inCity('Cluj-Napoca');
    const error = await transact({
      TransactItems: [
        { Put: { TableName, Item: toItem('b') } },
        {
          Delete: {
            TableName,
            Key: toKey('a'),
            ...failing,
            ReturnValuesOnConditionCheckFailure: returned,
          },
        },
        { Delete: { TableName, Key: toKey('missing'), ...failing } },
      ],
    }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
    expect(error).toMatchObject({
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]',
      CancellationReasons: [{ Code: 'None' }, { ...failed, ...item }, failed],
    });
    const [, , ...items] =
      error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    expect(items.map(({ Item }) => Item)).toEqual([undefined]);
    expect(await stack.stored()).toEqual([toStored('a')]);
  });

  it('is done once, if it is repeated with the same token', async () => {
    const request = {
      ClientRequestToken: crypto.randomUUID(),
      TransactItems: [
        { Delete: { TableName, Key: toKey('a'), ...inCity('Iași') } },
        { Put: { TableName, Item: toItem('b') } },
      ],
    };
    await transact(request);
    await stack.dynamodb.send(new DeleteItemCommand({ TableName, Key: toKey('b') }));
    await transact(request);
    expect(await stack.stored()).toEqual([]);
  });

  it('is refused if it writes one item twice', async () => {
    const error = transact({
      TransactItems: [
        { Delete: { TableName, Key: toKey('a') } },
        { Put: { TableName, Item: toItem('a') } },
      ],
    });
    await expect(error).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    });
    expect(await stack.stored()).toEqual([toStored('a')]);
  });

  it('wins against others on the same item, once', async () => {
    const names = ['b', 'c', 'd', 'e', 'f', 'g'];
    const results = await Promise.allSettled(
      names.map((name) =>
        transact({
          TransactItems: [
            { Delete: { TableName, Key: toKey('a'), ...inCity('Iași') } },
            { Put: { TableName, Item: toItem(name) } },
          ],
        }),
      ),
    );
    const winners = names.filter((_, index) => results[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    expect(await stack.stored()).toEqual(winners.map(toStored));
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      expect(result.reason).toBeInstanceOf(TransactionCanceledException);
      expect(result.reason.CancellationReasons[0].Code).toMatch(
        /^(ConditionalCheckFailed|TransactionConflict)$/,
      );
    }
  });
});
