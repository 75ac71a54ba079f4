import type * as z from 'zod';
import type { cityHallsSchema } from '../server/domain/cities.ts';

/** Who decides in the local stack unless `--cities` names others. */
export const defaultCityHalls: z.input<typeof cityHallsSchema> = [
  { name: 'bucharest', cities: ['București'] },
  { name: 'cluj', cities: ['Cluj-Napoca'] },
  { name: 'iasi', cities: ['Iași'] },
  { name: 'north', cities: ['Suceava', 'Botoșani'] },
];
