import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Clock, createChangeId } from './change-id.ts';
import { changesHorizonMs, listChanges } from './changes.ts';
import { decide } from './decide.ts';
import { edit } from './edit.ts';
import { eraseByOwner } from './erase.ts';
import { throwExplained } from './failures.ts';
import { getMarket } from './get.ts';
import { createItems } from './items.ts';
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
  const items = createItems(client, tableName);
  const newChangeId = () => createChangeId(clock);
  const withdrawing = { client, tableName, createChangeId: newChangeId };
  const following = { client, tableName, clock, horizonMs };
  return {
    submit: (key, content) =>
      explained(submit(items, { key, content, marketsPerApplicant, changeId: newChangeId() })),
    get: (key) => explained(getMarket(items, key)),
    listByOwner: (userId, page) => explained(listByOwner(items, userId, page)),
    edit: (key, revision, changes) =>
      explained(edit(items, { key, revision, changes, changeId: newChangeId() })),
    withdraw: (key) => explained(withdraw(withdrawing, key)),
    eraseByOwner: (userId) => explained(eraseByOwner(items, withdrawing, userId)),
    listByCity: (city, status, page) => explained(listByCity(items, { city, status, page })),
    listApproved: (city, page) => explained(listApproved(items, city, page)),
    listChanges: (city, page) => explained(listChanges(following, city, page)),
    decide: (key, decision, hall) =>
      explained(decide(items, { key, decision, hall, changeId: newChangeId() })),
  };
}

function explained<T>(result: Promise<T>): Promise<T> {
  return result.catch(throwExplained);
}
