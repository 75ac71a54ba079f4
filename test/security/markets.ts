import { BatchWriteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import type * as z from 'zod';
import { marketSchema } from '../../server/domain/market.ts';
import { createCall } from '../api-client.ts';
import type { Applicant, TestStack } from '../fixture.ts';

export const content = {
  marketName: 'Târgul de Crăciun',
  marketDescription: 'Forty huts and a carousel',
  marketAveragePrice: 12.5,
  city: 'Cluj-Napoca',
};

export type Market = z.infer<typeof marketSchema>;

/** Submits a market over REST. */
export async function submitMarket(
  { outputs }: Pick<TestStack, 'outputs'>,
  { token }: Pick<Applicant, 'token'>,
  changes: Partial<typeof content> & { marketId?: string } = {},
): Promise<Market> {
  const call = createCall(outputs, 'rest');
  const input = { userId: 'me', ...content, ...changes };
  const { status, body } = await call('b2c.markets.submit', input, token);
  expect(status, JSON.stringify(body)).toBe(201);
  return marketSchema.parse(body);
}

/** Writes `count` copies of a stored market directly to the table, each with a `marketId` of its own. */
export async function storeCopies(
  { dynamodb, outputs: { tableName } }: Pick<TestStack, 'dynamodb' | 'outputs'>,
  { userId, marketId }: Pick<Market, 'userId' | 'marketId'>,
  count: number,
): Promise<void> {
  const Key = marshall({ userId, marketId });
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: tableName, Key }));
  const copies = Array.from({ length: count }, () => ({
    PutRequest: { Item: { ...Item, marketId: { S: crypto.randomUUID() } } },
  }));
  // DynamoDB takes 25 items at a time.
  for (let start = 0; start < count; start += 25) {
    const RequestItems = { [tableName]: copies.slice(start, start + 25) };
    const { UnprocessedItems } = await dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
    expect(UnprocessedItems ?? {}).toEqual({});
  }
}
