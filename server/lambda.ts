import { readFileSync } from 'node:fs';
import { cityHallsSchema } from './cities.ts';
import { readConfig } from './config.ts';
import { createDynamoDBClient } from './dynamodb.ts';
import { createHandler } from './handler.ts';
import { createLog } from './log.ts';

/** AWS's entry. The city halls and the OpenAPI document lie beside the bundle, see `build.ts`. */
export const handler = createHandler({
  config: readConfig(),
  cityHalls: cityHallsSchema.parse(JSON.parse(readAsset('city-halls.json'))),
  document: readAsset('openapi.json'),
  dynamodb: createDynamoDBClient(),
  log: createLog(),
});

function readAsset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
