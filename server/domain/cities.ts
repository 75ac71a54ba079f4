import * as z from 'zod';
import { Problem } from './problems.ts';
import { citySchema, limits, slug } from './schemas.ts';

/** People read `name`, and it is stored. Inputs and scopes match by `key`. */
export type City = { key: string; name: string };

export type CityHall = { name: string; cities: readonly City[] };

export type Catalogue = {
  cities: readonly City[];
  /** Finds a city by any spelling: `București`, `Bucuresti`, `BUCUREȘTI` and `bucuresti` are one city. */
  find(spelling: string): City | undefined;
  /** The names of the cities that a token's scopes name. Computed once for each set: a token is kept. */
  listNames(scopes: ReadonlySet<string>): readonly string[];
};

/** API Gateway's limit of audiences in one JWT authorizer. Each city hall's client is one audience. */
export const maxCityHalls = 50;
/** Cognito's limit is 50 scopes per client; one of them is the city hall's action. */
export const maxCitiesPerHall = 49;
export const maxCityKeyLength = 60;

/** The Cognito resource server with the scopes of the cities. */
export const cityScopeServer = 'City';

/** The scope with which a city hall may act for a city, for example `City/iasi`. */
export function toCityScope(city: City, resourceServer: string): string {
  return `${resourceServer}/${city.key}`;
}

/** A resource server has at most 100 scopes: further cities are in `City2`, `City3` and so on. */
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
  // The keys, and the names: any other spelling is normalised to a key first, which takes longer.
  const bySpelling = new Map(
    cities.flatMap((city) => [city.name, ...listKeys(city)].map((spelling) => [spelling, city])),
  );
  const namesByScopes = new WeakMap<ReadonlySet<string>, readonly string[]>();
  return {
    cities,
    find: (spelling) => bySpelling.get(spelling) ?? bySpelling.get(toCityKey(spelling)),
    listNames(scopes) {
      const known = namesByScopes.get(scopes);
      if (known !== undefined) return known;
      const keys = new Set([...scopes].map(parseCityScope));
      const names = cities.filter(({ key }) => keys.has(key)).map(({ name }) => name);
      namesByScopes.set(scopes, names);
      return names;
    },
  };
}

/** The display name of the city that an input names. @throws UNKNOWN_CITY */
export function findCityName(catalogue: Catalogue, spelling: string): string {
  const city = catalogue.find(spelling);
  if (city !== undefined) return city.name;
  throw new Problem(
    'UNKNOWN_CITY',
    `city: ${JSON.stringify(spelling)} is not in the catalogue. GET /v1/cities lists all cities.`,
    {
      issues: [
        {
          path: 'city',
          message: 'Expected a city of the catalogue',
          code: 'unknown_city',
          params: {},
        },
      ],
    },
  );
}

/**
 * The keys of all spellings of this city. A key belongs to one city only: markets are stored under
 * the name, so either city hall would see the markets of two cities with the same name.
 */
function listKeys({ name, key }: City): string[] {
  return [...new Set([key, toCityKey(name)])];
}

/** The whole configuration of city halls, e.g. `[{name: 'north', cities: ['Suceava', 'Botoșani']}]`. */
export const cityHallsSchema = /* @__PURE__ */ createCityHallsSchema();

/** The city halls in the Lambda's asset. The build checked them by `cityHallsSchema`. */
export const builtCityHallsSchema = z.array(
  z.object({
    name: z.string(),
    cities: z.array(z.object({ name: z.string(), key: z.string() })),
  }),
);

/** Called at import, except in the Lambda: its bundle leaves out a schema that nothing there uses. */
function createCityHallsSchema() {
  const cityName = z.string().trim().min(1).max(limits.city);

  const configuredCity = z
    .union([cityName, z.strictObject({ name: cityName, key: z.string() })], {
      error: 'write the city as "Name" or as {name: "Name", key: "ascii-key"}',
    })
    .transform((city) => (typeof city === 'string' ? { name: city, key: toCityKey(city) } : city))
    .refine((city) => citySchema.safeParse(city.name).data === city.name, {
      error: ({ input }) =>
        `${JSON.stringify(input)} contains an invisible character: write the name without it, because it is stored with every market`,
    })
    .refine((city) => !/[/?]/.test(city.name), {
      error: ({ input }) =>
        `${JSON.stringify(input)} holds "/" or "?": write the name without it, because API Gateway decodes the path and cuts it there`,
    })
    .refine((city) => slug.test(city.key) && city.key.length <= maxCityKeyLength, {
      error: ({ input }) =>
        `${JSON.stringify(input)} has no key of a-z, 0-9 and "-": write it as {name: "Αθήνα", key: "athina"}`,
    });

  return z
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
      for (const [key, first, second] of findShared(cities, listKeys)) {
        context.addIssue(
          `"${first.name}" and "${second.name}" both answer to the key "${key}": a city belongs to one city hall; where they are two cities, give one of them another name, e.g. "${second.name} (county)", and another key`,
        );
      }
    });
}

/** The names that more than one item has, each with the first two of these items. */
function findShared<T>(items: readonly T[], namesOf: (item: T) => string[]): [string, T, T][] {
  const claims = items.flatMap((item) => namesOf(item).map((key) => ({ key, item })));
  return [...Map.groupBy(claims, ({ key }) => key)].flatMap(([key, [first, second]]) =>
    first && second ? [[key, first.item, second.item]] : [],
  );
}
