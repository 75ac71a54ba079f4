import { readFileSync } from 'node:fs';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { cityHallsSchema } from './domain/cities.ts';
import { createDynamoDBClient } from './markets/client.ts';
import { createLog } from './observe/log.ts';

/** AWS's entry. The city halls, the OpenAPI document and its page lie beside the bundle, see `build.ts`. */
export const handler = createApp({
  config: readConfig(),
  cityHalls: cityHallsSchema.parse(JSON.parse(readAsset('city-halls.json').toString())),
  document: readAsset('openapi.json').toString(),
  readDocsFile: (name) => readAsset(`docs/${name}`),
  dynamodb: createDynamoDBClient(),
  log: createLog(),
});

function readAsset(name: string): Buffer {
  return readFileSync(new URL(name, import.meta.url));
}
