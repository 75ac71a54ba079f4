import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { defaultCityHalls } from '../../local/options.ts';

it('are the same on this machine and in the first deployment: commands name one that only the other had', () => {
  const yaml = parse(readFileSync(new URL('../../Pulumi.dev.yaml', import.meta.url), 'utf8'));
  expect(yaml.config['christmas-markets:cityHalls']).toEqual(defaultCityHalls);
});
