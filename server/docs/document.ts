import * as z from 'zod';
import type { ServedSide } from '../deployment/served-side.ts';
import type { CityHall } from '../domain/cities.ts';
import { exampleCity, exampleDecision } from '../domain/examples.ts';
import { createSecuritySchemes, createServers, schemeNames, type Urls } from './places.ts';

/**
 * The document that one API of a stack serves: the operations of that API, with its own URLs and cities
 * in place of the examples. The document is built before they are known, so the Lambda adds them.
 */
export function createDeploymentDocument(
  document: string,
  { urls, cityHalls, side }: { urls: Urls; cityHalls: readonly CityHall[]; side: ServedSide },
): string {
  const { paths, components, tags, ...rest } = createDocumentSchema().parse(
    JSON.parse(replaceExamples(document, cityHalls)),
  );
  const { servers, b2bServers } = createServers(urls, side);
  const served = Object.entries(paths)
    .filter(([, item]) => isServed(item, side))
    .map(([path, { servers: own, ...item }]) => [
      path,
      own === undefined || b2bServers === undefined ? item : { servers: b2bServers, ...item },
    ]);
  const text = JSON.stringify(served);
  const schemes = createSecuritySchemes(
    urls,
    cityHalls.flatMap((hall) => hall.cities),
  );
  return JSON.stringify({
    ...rest,
    servers,
    tags: tags.filter(({ name }) => text.includes(JSON.stringify(name))),
    paths: Object.fromEntries(served),
    components: {
      ...keepReferenced(components, text),
      securitySchemes: Object.fromEntries(
        Object.entries(schemes).filter(
          ([name]) => side === undefined || name === schemeNames[side],
        ),
      ),
    },
  });
}

/** Only the parts that differ between deployments. */
/** A function, so that a cold start does not make the schema. */
function createDocumentSchema() {
  return z.looseObject({
    tags: z.array(z.looseObject({ name: z.string() })),
    paths: z.record(z.string(), z.looseObject({ servers: z.unknown().optional() })),
    components: z.record(z.string(), z.record(z.string(), z.unknown())),
  });
}

const operationSchema = z.object({ security: z.array(z.record(z.string(), z.unknown())) });

/** All operations of a path have one authorizer: none, or that of one side. */
function isServed(item: Record<string, unknown>, side: ServedSide): boolean {
  const operations = Object.values(item).flatMap(
    (operation) => operationSchema.safeParse(operation).data ?? [],
  );
  const schemes = operations.flatMap(({ security }) => security.flatMap(Object.keys));
  return side === undefined || schemes.every((name) => name === schemeNames[side]);
}

type Components = Record<string, Record<string, unknown>>;

/** The components that the text refers to, and those that these refer to. */
function keepReferenced(components: Components, text: string): Components {
  const kept = new Set<string>();
  const follow = (part: string): void => {
    for (const [, section = '', name = ''] of part.matchAll(/#\/components\/(\w+)\/([\w-]+)/g)) {
      if (kept.has(`${section} ${name}`)) continue;
      kept.add(`${section} ${name}`);
      follow(JSON.stringify(components[section]?.[name] ?? null));
    }
  };
  follow(text);
  return Object.fromEntries(
    Object.entries(components).map(([section, parts]) => [
      section,
      Object.fromEntries(Object.entries(parts).filter(([name]) => kept.has(`${section} ${name}`))),
    ]),
  );
}

/**
 * Examples name the first city hall and its first city. `npm start` prints the credentials of that hall,
 * and an example city outside the catalogue would be refused.
 */
function replaceExamples(document: string, [hall]: readonly CityHall[]): string {
  const city = hall?.cities[0];
  if (hall === undefined || city === undefined) return document;
  const own = new Map([
    [exampleCity.name, city.name],
    [exampleCity.key, city.key],
    [exampleDecision.decidedBy, hall.name],
  ]);
  const examples = new RegExp(`\\b(${[...own.keys()].join('|')})\\b`, 'g');
  return document.replace(examples, (found) =>
    JSON.stringify(own.get(found) ?? found).slice(1, -1),
  );
}
