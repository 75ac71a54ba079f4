import openapiTS, { astToString } from 'openapi-typescript';
import { createDocument } from '../../server/openapi.ts';

/** The REST API's types, from our own OpenAPI document. */
export async function generateRestTypes(): Promise<string> {
  const types = await openapiTS(createDocument(), { alphabetize: false });
  return `// Made from the OpenAPI document by \`npm run generate\`. Change the routers, not this.\n\n${astToString(types)}`;
}
