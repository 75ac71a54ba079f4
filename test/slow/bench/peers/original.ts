import AWS from 'aws-sdk';
import type { Event } from './event.ts';
import { createItem } from './item.ts';

/** The handler that this project replaces, written anew: AWS SDK v2 and one switch. The gateway verified the token. */
const client = new AWS.DynamoDB.DocumentClient({
  endpoint: process.env.DYNAMODB_ENDPOINT,
  region: process.env.AWS_REGION,
});
const TableName = process.env.TABLE_NAME ?? '';

export async function handler(event: Event) {
  const { city = '', userId = '', marketId = '' } = event.pathParameters ?? {};
  switch (event.routeKey) {
    case 'GET /v1/b2b/christmas-markets/city/{city}': {
      const { Items = [] } = await client
        .query({
          TableName,
          IndexName: 'city',
          KeyConditionExpression: 'city = :city and begins_with(reviewOrder, :status)',
          ExpressionAttributeValues: { ':city': city, ':status': 'pending#' },
          Limit: 25,
        })
        .promise();
      return { statusCode: 200, body: JSON.stringify({ items: Items }) };
    }
    case 'POST /v1/b2c/christmas-markets/user/{userId}': {
      const Item = createItem(event.body, userId);
      await client.put({ TableName, Item }).promise();
      return { statusCode: 201, body: JSON.stringify(Item) };
    }
    case 'PATCH /v1/b2b/christmas-markets/{marketId}/user/{userId}': {
      const { approved } = JSON.parse(event.body ?? '');
      const { Attributes } = await client
        .update({
          TableName,
          Key: { userId, marketId },
          UpdateExpression: 'set marketApproved = :approved',
          ExpressionAttributeValues: { ':approved': approved },
          ReturnValues: 'ALL_NEW',
        })
        .promise();
      return { statusCode: 200, body: JSON.stringify(Attributes) };
    }
    default:
      return { statusCode: 404, body: '' };
  }
}
