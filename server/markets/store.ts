import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { decide } from './decide.ts';
import { edit } from './edit.ts';
import { createMarketEntity } from './entity.ts';
import { eraseByOwner } from './erase.ts';
import { explainDatabaseErrors } from './failures.ts';
import { listByCity, listByOwner, type PageRequest } from './pages.ts';
import type { Erasure, Market, MarketPage, Status } from './schema.ts';
import { submit } from './submit.ts';

export type MarketKey = Pick<Market, 'userId' | 'marketId'>;

/** What an applicant writes. The city is chosen once: another city is another application. */
export type MarketContent = Pick<
  Market,
  'marketName' | 'marketDescription' | 'marketAveragePrice' | 'city'
>;

export type MarketChanges = Partial<Omit<MarketContent, 'city'>>;

export type DecisionRequest = {
  revision: string;
  approved: boolean;
  reason?: string | undefined;
};

/** The markets, as the contract sees them. */
export type MarketStore = {
  /** Idempotent by `marketId`: the same content again answers with the stored market. */
  submit(key: MarketKey, content: MarketContent): Promise<Market>;
  listByOwner(userId: string, page: PageRequest): Promise<MarketPage>;
  /** Only where `revision` is still the stored one; the market is pending again. */
  edit(key: MarketKey, revision: string, changes: MarketChanges): Promise<Market>;
  /** Done once it returns, whether there was such a market or not. */
  withdraw(key: MarketKey): Promise<void>;
  /** Some of the user's markets, until nothing remains; like withdrawing each of them. */
  eraseByOwner(userId: string): Promise<Erasure>;
  /** Oldest revision first, over all statuses or within one. */
  listByCity(city: string, status: Status | undefined, page: PageRequest): Promise<MarketPage>;
  /** Only where `revision` is still the stored one and the market's city is one of the hall's. */
  decide(
    key: MarketKey,
    decision: DecisionRequest,
    hall: { name: string; cities: readonly string[] },
  ): Promise<Market>;
};

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
