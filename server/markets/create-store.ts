import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { decide } from './decide.ts';
import { edit } from './edit.ts';
import { createMarketEntity } from './entity.ts';
import { eraseByOwner } from './erase.ts';
import { throwExplained } from './failures.ts';
import { listByCity, listByOwner } from './list.ts';
import type { MarketStore } from './store.ts';
import { submit } from './submit.ts';

/** The markets in one DynamoDB table. */
export function createMarketStore(
  client: DynamoDBClient,
  { tableName, marketsPerApplicant }: { tableName: string; marketsPerApplicant: number },
): MarketStore {
  const entity = createMarketEntity(client, tableName);
  return {
    submit: (key, content) => explained(submit(entity, { key, content, marketsPerApplicant })),
    listByOwner: (userId, page) => explained(listByOwner(entity, userId, page)),
    edit: (key, revision, changes) => explained(edit(entity, { key, revision, changes })),
    withdraw: async (key) => {
      await explained(entity.delete(key).go());
    },
    eraseByOwner: (userId) => explained(eraseByOwner(entity, userId)),
    listByCity: (city, status, page) => explained(listByCity(entity, { city, status, page })),
    decide: (key, decision, hall) => explained(decide(entity, { key, decision, hall })),
  };
}

function explained<T>(result: Promise<T>): Promise<T> {
  return result.catch(throwExplained);
}
