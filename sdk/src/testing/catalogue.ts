import type { City } from '../contract.ts';
import { FakeProblem } from './fake-problem.ts';

export type Catalogue = {
  cities: readonly City[];
  /** @throws `UNKNOWN_CITY` */
  find(spelling: string): City;
};

/** Finds a city by any spelling: `Iași`, `Iasi` and `IASI` are one city. */
export function createCatalogue(cities: readonly City[]): Catalogue {
  return {
    cities,
    find(spelling) {
      const key = toKey(spelling);
      const city = cities.find((each) => each.key === key || toKey(each.name) === key);
      if (city) return city;
      throw new FakeProblem(
        'UNKNOWN_CITY',
        `city: ${JSON.stringify(spelling)} is not in the catalogue. GET /v1/cities lists all cities.`,
        [
          {
            path: 'city',
            message: 'Expected a city of the catalogue',
            code: 'unknown_city',
            params: {},
          },
        ],
      );
    },
  };
}

function toKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
