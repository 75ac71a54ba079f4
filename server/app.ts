import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Fetcher } from 'aws-jwt-verify/https';
import type { Config } from './config.ts';
import { createAuthenticate } from './contract/access-token.ts';
import { type Contract, contract } from './contract/routes.ts';
import { createDispatch, type Handler } from './dispatch.ts';
import { createDeploymentDocument } from './docs/document.ts';
import type { ReadDocsFile } from './docs/files.ts';
import type { Urls } from './docs/places.ts';
import { createStaticHandlers } from './docs/static-handlers.ts';
import { type CityHall, createCatalogue } from './domain/cities.ts';
import { createMarketStore, type StoreOptions } from './markets/create-store.ts';
import type { Log } from './observe/log.ts';

type AppParts = {
  config: Config;
  cityHalls: readonly CityHall[];
  /** Reads the OpenAPI document, with the example URLs, at the first request for it. */
  readDocument: () => string;
  dynamodb: DynamoDBClient;
  log: Log;
  jwksFetcher?: Fetcher;
  /** Without it `/docs` is not served. */
  readDocsFile?: ReadDocsFile;
  contract?: Contract;
  /** Of the store of the markets, for tests. */
  store?: Pick<StoreOptions, 'clock' | 'horizonMs'> | undefined;
};

/** The composition root of the Lambda. Everything that differs between AWS and the local stack is an argument. */
export function createApp(parts: AppParts): Handler {
  const { config, cityHalls, readDocument, dynamodb, log, jwksFetcher, readDocsFile } = parts;
  const catalogue = createCatalogue(cityHalls);
  const urls = pickUrls(config);
  return createDispatch({
    services: {
      authenticate: createAuthenticate(
        {
          b2c: { issuer: config.B2C_ISSUER, clientIds: [config.B2C_CLIENT_ID] },
          b2b: { issuer: config.B2B_ISSUER, clientIds: Object.keys(config.CITY_HALL_CLIENTS) },
        },
        jwksFetcher,
      ),
      catalogue,
      cityHallNames: new Map(Object.entries(config.CITY_HALL_CLIENTS)),
      markets: createMarketStore(dynamodb, {
        tableName: config.TABLE_NAME,
        marketsPerApplicant: config.MARKETS_PER_APPLICANT,
        ...parts.store,
      }),
      log,
    },
    contract: parts.contract ?? contract,
    staticHandlers: createStaticHandlers({
      document: (side) => createDeploymentDocument(readDocument(), { urls, cityHalls, side }),
      urls,
      clientId: config.B2C_CLIENT_ID,
      readDocsFile,
    }),
    rateLimits: {
      read: config.RATE_LIMIT,
      write: config.WRITE_RATE_LIMIT,
      public: config.PUBLIC_RATE_LIMIT,
    },
  });
}

function pickUrls(config: Config): Urls {
  return {
    apiUrl: config.API_URL,
    b2bApiUrl: config.B2B_API_URL,
    authorizeUrl: config.AUTHORIZE_URL,
    tokenUrl: config.TOKEN_URL,
    b2bTokenUrl: config.B2B_TOKEN_URL,
  };
}
