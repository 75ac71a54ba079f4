import type { Catalogue } from './cities.ts';
import { Problem } from './problems.ts';

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
