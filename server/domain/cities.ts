import * as z from 'zod';
import { Problem } from './problems.ts';
import { citySchema, limits, slug } from './schemas.ts';

/** `name` is what people read and what is stored; `key` is what inputs and scopes match by. */
export type City = { key: string; name: string };

export type CityHall = { name: string; cities: readonly City[] };

export type Catalogue = {
  cities: readonly City[];
  /** By any spelling: `București`, `Bucuresti`, `BUCUREȘTI` and `bucuresti` are one city. */
  find(spelling: string): City | undefined;
};

/** API Gateway's limit of audiences in one JWT authorizer: each city hall's client is one. */
export const maxCityHalls = 50;
/** Cognito's limit is 50 scopes a client; one is the city hall's action. */
export const maxCitiesPerHall = 49;
export const maxCityKeyLength = 60;

/** The Cognito resource server of the cities' scopes. */
export const cityScopeServer = 'City';

/** `City/iasi`: the scope that lets a city hall act for a city. */
export function toCityScope(city: City, resourceServer: string): string {
  return `${resourceServer}/${city.key}`;
}

/** A resource server holds 100 scopes at most, so that further cities stand in `City2`, `City3` … */
const cityScope = new RegExp(`^${cityScopeServer}\\d*/([a-z0-9-]+)$`);

export function parseCityScope(scope: string): string | undefined {
  return cityScope.exec(scope)?.[1];
}

/** `Iași` → `iasi`: NFKD, marks removed, lower case, runs of anything but letters and digits to `-`. */
export function toCityKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

export function createCatalogue(halls: readonly CityHall[]): Catalogue {
  const cities = halls.flatMap((hall) => hall.cities);
  const byKey = new Map(cities.flatMap((city) => toKeys(city).map((key) => [key, city])));
  return { cities, find: (spelling) => byKey.get(toCityKey(spelling)) };
}

/** The display name of the city that an input names in whatever spelling. */
export function toCityName(catalogue: Catalogue, spelling: string): string {
  const city = catalogue.find(spelling);
  if (city !== undefined) return city.name;
  throw new Problem(
    'UNKNOWN_CITY',
    `city: ${JSON.stringify(spelling)} is not in the catalogue, see GET /v1/cities.`,
    { issues: [{ path: 'city', message: 'Expected a city of the catalogue' }] },
  );
}

/**
 * The keys of every spelling that means this city. Each is one city's alone: markets are stored under
 * the name, so that two cities of one name would be one to either city hall.
 */
function toKeys({ name, key }: City): string[] {
  return [...new Set([key, toCityKey(name)])];
}

const cityName = z.string().trim().min(1).max(limits.city);

const configuredCity = z
  .union([cityName, z.strictObject({ name: cityName, key: z.string() })], {
    error: 'write the city as "Name" or as {name: "Name", key: "ascii-key"}',
  })
  .transform((city) => (typeof city === 'string' ? { name: city, key: toCityKey(city) } : city))
  .refine((city) => citySchema.safeParse(city.name).success, {
    error: ({ input }) =>
      `${JSON.stringify(input)} holds an invisible character: write its name without it, for every market there will bear it`,
  })
  .refine((city) => !/[/?]/.test(city.name), {
    error: ({ input }) =>
      `${JSON.stringify(input)} holds "/" or "?": write the name without it, because API Gateway decodes the path and cuts it there`,
  })
  .refine((city) => slug.test(city.key) && city.key.length <= maxCityKeyLength, {
    error: ({ input }) =>
      `${JSON.stringify(input)} has no key of a-z, 0-9 and "-": write it as {name: "Αθήνα", key: "athina"}`,
  });

/** The whole configuration of city halls, e.g. `[{name: 'north', cities: ['Suceava', 'Botoșani']}]`. */
export const cityHallsSchema = z
  .array(
    z.strictObject({
      name: z
        .string()
        .regex(slug, 'name the city hall with a-z, 0-9 and "-", e.g. "cluj"')
        .max(limits.cityHallName),
      cities: z
        .array(configuredCity)
        .min(1, 'give the city hall at least one city')
        .max(
          maxCitiesPerHall,
          `a city hall acts for ${maxCitiesPerHall} cities at most (Cognito allows 50 scopes a client): split it into two city halls`,
        ),
    }),
  )
  .min(1, 'configure at least one city hall, e.g. [{"name":"cluj","cities":["Cluj-Napoca"]}]')
  .max(
    maxCityHalls,
    `one API serves ${maxCityHalls} city halls at most (audiences of a JWT authorizer): let halls share a client by giving one hall several cities, or deploy a second stack`,
  )
  .superRefine((halls, context) => {
    for (const [name] of findShared(halls, (hall) => [hall.name])) {
      context.addIssue(`two city halls are called "${name}": give each a name of its own`);
    }
    const cities = halls.flatMap((hall) => hall.cities);
    for (const [key, first, second] of findShared(cities, toKeys)) {
      context.addIssue(
        `"${first.name}" and "${second.name}" both answer to the key "${key}": a city belongs to one city hall; where they are two cities, give one of them another name, e.g. "${second.name} (county)", and another key`,
      );
    }
  });

/** What belongs to more than one of the items, with the first two of them. */
function findShared<T>(items: readonly T[], namesOf: (item: T) => string[]): [string, T, T][] {
  const claims = items.flatMap((item) => namesOf(item).map((key) => ({ key, item })));
  return [...Map.groupBy(claims, ({ key }) => key)].flatMap(([key, [first, second]]) =>
    first && second ? [[key, first.item, second.item]] : [],
  );
}
