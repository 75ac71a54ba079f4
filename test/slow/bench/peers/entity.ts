import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Entity } from 'electrodb';

/** The market of the two peers with ElectroDB. */
export const markets = new Entity(
  {
    model: { service: 'christmas-markets', entity: 'market', version: '1' },
    attributes: {
      userId: { type: 'string', required: true },
      marketId: { type: 'string', required: true },
      marketName: { type: 'string', required: true },
      marketDescription: { type: 'string', required: true },
      marketAveragePrice: { type: 'number', required: true },
      city: { type: 'string', required: true },
      marketApproved: { type: 'boolean', required: true },
      status: { type: 'string', required: true },
      revision: { type: 'string', required: true },
      submittedAt: { type: 'string', required: true },
      decisions: { type: 'list', required: true, items: { type: 'any' } },
    },
    indexes: {
      byOwner: {
        pk: { field: 'userId', composite: ['userId'], casing: 'none' },
        sk: { field: 'marketId', composite: ['marketId'], casing: 'none' },
      },
      byCity: {
        index: 'city',
        pk: { field: 'city', composite: ['city'], casing: 'none' },
        sk: {
          field: 'reviewOrder',
          composite: ['status', 'revision'],
          // biome-ignore lint/suspicious/noTemplateCurlyInString: ElectroDB's own template syntax
          template: '${status}#${revision}',
          casing: 'none',
        },
      },
    },
  },
  {
    client: new DynamoDBClient({ endpoint: process.env.DYNAMODB_ENDPOINT }),
    table: process.env.TABLE_NAME ?? '',
  },
);
