import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Clock, createChangeId } from './change-id.ts';
import { changesHorizonMs, listChanges } from './changes.ts';
import { decide } from './decide.ts';
import { edit } from './edit.ts';
import { createMarketEntity } from './entity.ts';
import { eraseByOwner } from './erase.ts';
import { throwExplained } from './failures.ts';
import { getMarket } from './get.ts';
import { listApproved, listByCity, listByOwner } from './list.ts';
import type { MarketStore } from './store.ts';
import { submit } from './submit.ts';
import { withdraw } from './withdraw.ts';

export type StoreOptions = {
  tableName: string;
  marketsPerApplicant: number;
  /** @default the time of this machine */
  clock?: Clock | undefined;
  /** @see Following */
  horizonMs?: number | undefined;
};

/** The markets in one DynamoDB table. */
export function createMarketStore(
  client: DynamoDBClient,
  { tableName, marketsPerApplicant, clock = Date.now, horizonMs = changesHorizonMs }: StoreOptions,
): MarketStore {
  const entity = createMarketEntity(client, tableName);
  const newChangeId = () => createChangeId(clock);
  const withdrawing = { client, tableName, createChangeId: newChangeId };
  const following = { client, tableName, clock, horizonMs };
  return {
    submit: (key, content) =>
      explained(submit(entity, { key, content, marketsPerApplicant, changeId: newChangeId() })),
    get: (key) => explained(getMarket(entity, key)),
    listByOwner: (userId, page) => explained(listByOwner(entity, userId, page)),
    edit: (key, revision, changes) =>
      explained(edit(entity, { key, revision, changes, changeId: newChangeId() })),
    withdraw: (key) => explained(withdraw(withdrawing, key)),
    eraseByOwner: (userId) => explained(eraseByOwner(entity, withdrawing, userId)),
    listByCity: (city, status, page) => explained(listByCity(entity, { city, status, page })),
    listApproved: (city, page) => explained(listApproved(entity, city, page)),
    listChanges: (city, page) => explained(listChanges(following, city, page)),
    decide: (key, decision, hall) =>
      explained(decide(entity, { key, decision, hall, changeId: newChangeId() })),
  };
}

function explained<T>(result: Promise<T>): Promise<T> {
  return result.catch(throwExplained);
}
