import openapiTS, { astToString } from 'openapi-typescript';
import { operations } from '../../server/contract/routes.ts';
import { createDocument } from '../../server/openapi/document.ts';

/** The REST API's types, from our own OpenAPI document, and what anyone may call. */
export async function generateRestTypes(): Promise<string> {
  const types = await openapiTS(createDocument(), { alphabetize: false });
  return `// Made from the OpenAPI document by \`npm run generate\`. Change the routers, not this.\n\n${astToString(types)}\n${printPublicOperations()}`;
}

function printPublicOperations(): string {
  const open = [...operations.values()].filter(({ authorizer }) => authorizer === null);
  const members = open.map(({ routeKey }) => `    "${routeKey}",\n`);
  return `/** They take no token. */\nexport const publicOperations: readonly string[] = [\n${members.join('')}];\n`;
}
