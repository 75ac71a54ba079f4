import { readFile } from 'node:fs/promises';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, it } from 'vitest';
import { member, parseJson } from './json.ts';

const document = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8');

it("keeps Redocly's strict rules", async () => {
  expect(await findFaults(document)).toEqual([]);
});

it('reports an operation without operationId and a schema of an unknown type', async () => {
  const faulty = parseJson(document);
  delete member(member(member(faulty, 'paths'), '/v1/cities'), 'get').operationId;
  member(member(member(faulty, 'components'), 'schemas'), 'City').type = 'text';
  const faults = await findFaults(JSON.stringify(faulty));
  expect(faults).toContainEqual(
    expect.objectContaining({
      ruleId: 'operation-operationId',
      at: '#/paths/~1v1~1cities/get/operationId',
    }),
  );
  expect(faults).toContainEqual(
    expect.objectContaining({ ruleId: 'struct', at: '#/components/schemas/City/type' }),
  );
});

async function findFaults(source: string) {
  const config = await createConfig({ extends: ['recommended-strict'] });
  expect(config.styleguide.recommendedFallback).toBe(false);
  const problems = await lintFromString({ source, config });
  return problems.map(({ ruleId, message, location }) => ({
    ruleId,
    message,
    at: location.map(({ pointer }) => pointer).join(),
  }));
}
