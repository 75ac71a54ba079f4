import {
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Event } from './event.ts';
import { createItem } from './item.ts';

/** AWS SDK v3 and one switch. */
const client = new DynamoDBClient({ endpoint: process.env.DYNAMODB_ENDPOINT });
const TableName = process.env.TABLE_NAME ?? '';

export async function handler(event: Event) {
  const { city = '', userId = '', marketId = '' } = event.pathParameters ?? {};
  switch (event.routeKey) {
    case 'GET /v1/b2b/christmas-markets/city/{city}': {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'city',
          KeyConditionExpression: 'city = :city and begins_with(reviewOrder, :status)',
          ExpressionAttributeValues: { ':city': { S: city }, ':status': { S: 'pending#' } },
          Limit: 25,
        }),
      );
      const items = Items.map((item) => unmarshall(item));
      return { statusCode: 200, body: JSON.stringify({ items }) };
    }
    case 'POST /v1/b2c/christmas-markets/user/{userId}': {
      const item = createItem(event.body, userId);
      await client.send(new PutItemCommand({ TableName, Item: marshall(item) }));
      return { statusCode: 201, body: JSON.stringify(item) };
    }
    case 'PATCH /v1/b2b/christmas-markets/{marketId}/user/{userId}': {
      const { approved } = JSON.parse(event.body ?? '');
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({
          TableName,
          Key: marshall({ userId, marketId }),
          UpdateExpression: 'set marketApproved = :approved',
          ExpressionAttributeValues: marshall({ ':approved': approved }),
          ReturnValues: 'ALL_NEW',
        }),
      );
      return { statusCode: 200, body: JSON.stringify(unmarshall(Attributes)) };
    }
    default:
      return { statusCode: 404, body: '' };
  }
}
