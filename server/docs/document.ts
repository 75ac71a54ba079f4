import * as z from 'zod';
import type { City } from '../domain/cities.ts';
import { toSecuritySchemes, toServers, type Urls } from './places.ts';

/**
 * The document of one deployment: its own URLs and cities in place of the examples. The document is
 * built before anyone knows them, so this is done where it is served, and light enough for that.
 */
export function toDeploymentDocument(
  document: string,
  { urls, cities }: { urls: Urls; cities: readonly City[] },
): string {
  const { paths, components, ...rest } = documentSchema.parse(JSON.parse(document));
  const { servers, b2bServers } = toServers(urls);
  return JSON.stringify({
    ...rest,
    servers,
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, { servers: own, ...item }]) => [
        path,
        own === undefined || b2bServers === undefined ? item : { servers: b2bServers, ...item },
      ]),
    ),
    components: { ...components, securitySchemes: toSecuritySchemes(urls, cities) },
  });
}

/** Only the places that are another's in every deployment. */
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.looseObject({ servers: z.unknown().optional() })),
  components: z.looseObject({}),
});
