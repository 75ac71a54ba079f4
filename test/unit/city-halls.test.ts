import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { defaultCityHalls } from '../../local/options.ts';
import { cityHallsSchema } from '../../server/domain/cities.ts';

it('are the same on this machine and in the first deployment: commands name one that only the other had', () => {
  const yaml = parse(readFileSync(new URL('../../Pulumi.dev.yaml', import.meta.url), 'utf8'));
  expect(yaml.config['christmas-markets:cityHalls']).toEqual(defaultCityHalls);
});

it.each(['Cluj/Napoca', 'Cluj?', '/'])(
  'the city name %s is refused: a path cannot transport it through API Gateway',
  (name) => {
    const parsed = cityHallsSchema.safeParse([{ name: 'cluj', cities: [{ name, key: 'cluj' }] }]);
    expect(parsed.error?.issues[0]?.message).toContain('holds "/" or "?"');
  },
);
