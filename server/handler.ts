import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Fetcher } from 'aws-jwt-verify/https';
import { type App, createApp } from './app.ts';
import { createAuthenticate } from './caller.ts';
import { type CityHall, createCatalogue } from './cities.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { createMarketStore } from './markets/dynamodb-store.ts';

/** Puts the real parts together. What differs between AWS and the local stack comes in from outside. */
export function createHandler({
  config,
  cityHalls,
  document,
  dynamodb,
  log,
  jwksFetcher,
}: {
  config: Config;
  cityHalls: readonly CityHall[];
  document: string;
  dynamodb: DynamoDBClient;
  log: Log;
  jwksFetcher?: Fetcher;
}): App {
  return createApp({
    authenticate: createAuthenticate(
      {
        b2c: { issuer: config.B2C_ISSUER, clientIds: [config.B2C_CLIENT_ID] },
        b2b: { issuer: config.B2B_ISSUER, clientIds: Object.keys(config.CITY_HALL_CLIENTS) },
      },
      jwksFetcher,
    ),
    catalogue: createCatalogue(cityHalls),
    cityHallNames: new Map(Object.entries(config.CITY_HALL_CLIENTS)),
    markets: createMarketStore(dynamodb, {
      tableName: config.TABLE_NAME,
      marketsPerApplicant: config.MARKETS_PER_APPLICANT,
    }),
    log,
    document,
  });
}
