import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { createItem } from './item.ts';

/** Hono's Lambda adapter and the SDK's DocumentClient. */
const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({ endpoint: process.env.DYNAMODB_ENDPOINT }),
);
const TableName = process.env.TABLE_NAME ?? '';
const app = new Hono();

app.get('/v1/b2b/christmas-markets/city/:city', async (c) => {
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'city',
      KeyConditionExpression: 'city = :city and begins_with(reviewOrder, :status)',
      ExpressionAttributeValues: { ':city': c.req.param('city'), ':status': 'pending#' },
      Limit: 25,
    }),
  );
  return c.json({ items: Items });
});

app.post('/v1/b2c/christmas-markets/user/:userId', async (c) => {
  const item = createItem(await c.req.text(), c.req.param('userId'));
  await client.send(new PutCommand({ TableName, Item: item }));
  return c.json(item, 201);
});

app.patch('/v1/b2b/christmas-markets/:marketId/user/:userId', async (c) => {
  const { approved } = await c.req.json<{ approved: boolean }>();
  const { Attributes } = await client.send(
    new UpdateCommand({
      TableName,
      Key: { userId: c.req.param('userId'), marketId: c.req.param('marketId') },
      UpdateExpression: 'set marketApproved = :approved',
      ExpressionAttributeValues: { ':approved': approved },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return c.json(Attributes);
});

export const handler = handle(app);
