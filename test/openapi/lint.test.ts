import { createConfig, lint } from '@redocly/openapi-core';
import { expect, it } from 'vitest';

it("keeps Redocly's strict rules", async () => {
  const config = await createConfig({ extends: ['recommended-strict'] });
  expect(config.styleguide.recommendedFallback).toBe(false);
  const problems = await lint({ ref: 'openapi.json', config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location])).toEqual([]);
});
