import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Entity } from 'electrodb';
import { statuses } from '../domain/schemas.ts';
import { cityIndex, marketTable, ownerIndex } from './table.ts';

/**
 * A market as one flat item. Keys are raw attribute values (`casing: 'none'`, the field named as the
 * attribute), so that other programs can read and write items without ElectroDB. Reads ignore its
 * marks, `__edb_e__` and `__edb_v__`. `statements.ts` makes the requests of the Lambda from it.
 */
export function createMarketEntity(client: DynamoDBClient | undefined, table: string) {
  return new Entity(
    {
      model: { service: 'christmas-markets', entity: 'market', version: '1' },
      attributes: {
        userId: { type: 'string', required: true, readOnly: true },
        marketId: { type: 'string', required: true, readOnly: true },
        marketName: { type: 'string', required: true },
        marketDescription: { type: 'string', required: true },
        marketAveragePrice: { type: 'number', required: true },
        city: { type: 'string', required: true, readOnly: true },
        address: { type: 'string' },
        opensOn: { type: 'string' },
        closesOn: { type: 'string' },
        marketApproved: { type: 'boolean', required: true },
        status: { type: statuses, required: true },
        revision: { type: 'string', required: true },
        submittedAt: { type: 'string', required: true },
        firstSubmittedAt: { type: 'string', readOnly: true },
        // For the index of changes alone. Absent in items of earlier versions.
        changeId: { type: 'string', hidden: true },
        decisions: {
          type: 'list',
          required: true,
          items: {
            type: 'map',
            properties: {
              approved: { type: 'boolean', required: true },
              reason: { type: 'string' },
              reference: { type: 'string' },
              decidedByPerson: { type: 'string' },
              decidedBy: { type: 'string', required: true },
              decidedAt: { type: 'string', required: true },
              revision: { type: 'string', required: true },
            },
          },
        },
      },
      indexes: {
        byOwner: {
          pk: { field: marketTable.hashKey, composite: ['userId'], casing: 'none' },
          sk: { field: marketTable.rangeKey, composite: ['marketId'], casing: 'none' },
        },
        byCity: {
          index: cityIndex.name,
          pk: { field: cityIndex.hashKey, composite: ['city'], casing: 'none' },
          sk: {
            field: cityIndex.rangeKey,
            composite: ['status', 'revision'],
            // biome-ignore lint/suspicious/noTemplateCurlyInString: ElectroDB's own template syntax
            template: '${status}#${revision}',
            casing: 'none',
          },
        },
        ownedBy: {
          index: ownerIndex.name,
          pk: { field: ownerIndex.hashKey, composite: ['userId'], casing: 'none' },
          sk: { field: ownerIndex.rangeKey, composite: ['firstSubmittedAt'], casing: 'none' },
        },
      },
    },
    { ...(client && { client }), table },
  );
}
