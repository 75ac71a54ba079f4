import { generateOpenApiDocument } from 'trpc-to-openapi';
import type { oas31 } from 'zod-openapi';
import { router } from '../contract/procedures.ts';
import { type Contract, contract } from '../contract/routes.ts';
import { createSecuritySchemes, createServers, exampleUrls } from '../docs/places.ts';
import { exampleCity } from '../domain/examples.ts';
import { description, tags } from './introduction.ts';
import { finishOperation } from './operation.ts';
import { problemSchemas } from './problem.ts';
import { headers, responses } from './responses.ts';
import { openOutputs } from './schemas.ts';

const verbs = { GET: 'get', POST: 'post', PATCH: 'patch', DELETE: 'delete' } as const;

/** The version of the contract. Its major version is the one in the paths. */
const version = '1.0.0';

/**
 * The OpenAPI document of all REST operations. It is the same for every deployment: each API replaces the
 * example URLs and cities by its own, see `createDeploymentDocument`. Build time only: the generator is not
 * part of the Lambda. trpc-to-openapi generates the schemas and parameters; the rest comes from our metadata.
 */
export function createDocument({ routers, operations }: Contract = contract): string {
  const generated = generateOpenApiDocument(router(routers), {
    openApiVersion: '3.1.0',
    title: 'Christmas Markets',
    version,
    description,
    baseUrl: exampleUrls.apiUrl,
    defs: problemSchemas,
  });
  const { servers, b2bServers } = createServers(exampleUrls);
  const inputs: oas31.SchemasObject = {};
  const paths: oas31.PathsObject = {};
  for (const operation of operations.values()) {
    const { method, path } = operation.meta.openapi;
    const verb = verbs[method];
    const raw = generated.paths?.[path]?.[verb];
    if (raw === undefined)
      throw new Error(`${operation.routeKey}: missing in the generated document`);
    paths[path] ??= operation.authorizer === 'b2b' && b2bServers ? { servers: b2bServers } : {};
    paths[path][verb] = finishOperation({ operation, raw, inputs, outputs: generated.components });
  }
  const document: oas31.OpenAPIObject = {
    openapi: generated.openapi,
    info: {
      ...generated.info,
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name: 'The operator of this deployment' },
    },
    servers,
    tags,
    paths,
    components: {
      schemas: sortByName({ ...openOutputs(generated.components?.schemas ?? {}), ...inputs }),
      responses,
      headers,
      securitySchemes: createSecuritySchemes(exampleUrls, [exampleCity]),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function sortByName<T>(named: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)));
}
