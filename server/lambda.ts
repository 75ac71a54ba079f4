import { readFileSync } from 'node:fs';
import { createApp } from './app.ts';
import { readConfig, readDynamoDBSettings } from './config.ts';
import { builtCityHallsSchema } from './domain/cities.ts';
import { createDynamoDBClient } from './markets/client.ts';
import { createLog } from './observe/log.ts';

/** The entry point in AWS. `tools/build/lambda.ts` puts the files that it reads beside the bundle. */
export const handler = createApp({
  config: readConfig(),
  cityHalls: builtCityHallsSchema.parse(JSON.parse(readAsset('city-halls.json').toString())),
  readDocument: () => readAsset('openapi.json').toString(),
  readDocsFile: (name) => readAsset(`docs/${name}`),
  dynamodb: createDynamoDBClient({ ...readDynamoDBSettings(), cacheMiddleware: true }),
  log: createLog(),
});

function readAsset(name: string): Buffer {
  return readFileSync(new URL(name, import.meta.url));
}
