import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { decide } from './decide.ts';
import { edit } from './edit.ts';
import { createMarketEntity } from './entity.ts';
import { eraseByOwner } from './erase.ts';
import { explainDatabaseErrors } from './failures.ts';
import { listByCity, listByOwner } from './pages.ts';
import type { MarketStore } from './store.ts';
import { submit } from './submit.ts';

/** The markets in one DynamoDB table. */
export function createMarketStore(
  client: DynamoDBClient,
  { tableName, marketsPerApplicant }: { tableName: string; marketsPerApplicant: number },
): MarketStore {
  const entity = createMarketEntity(client, tableName);
  return explainDatabaseErrors({
    submit: (key, content) => submit(entity, { key, content, marketsPerApplicant }),
    listByOwner: (userId, page) => listByOwner(entity, userId, page),
    edit: (key, revision, changes) => edit(entity, { key, revision, changes }),
    withdraw: async (key) => {
      await entity.delete(key).go();
    },
    eraseByOwner: (userId) => eraseByOwner(entity, userId),
    listByCity: (city, status, page) => listByCity(entity, { city, status, page }),
    decide: (key, decision, hall) => decide(entity, { key, decision, hall }),
  });
}
