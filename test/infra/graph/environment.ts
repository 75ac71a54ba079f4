import { expect, test } from 'vitest';
import * as z from 'zod';
import { thorough } from '../../thorough.ts';
import { certificateArn } from '../config-fixture.ts';
import { onlyOf, reveal, types } from '../graph.ts';
import { captureGraph } from '../harness.ts';

const domainName = (first: string) => `${first.repeat(63)}.${first.repeat(60)}.org`;
/** As many as there may be, with the longest names that are allowed together. */
const names = Array.from({ length: 50 }, (_, index) => `${'h'.repeat(18)}${10 + index}`);

const longest = {
  'aws:region': 'eu-central-1',
  topology: 'split',
  cityHalls: names.map((name) => ({ name, cities: [name] })),
  callbackUrls: ['https://markets.example.org/callback'],
  logoutUrls: ['https://markets.example.org/'],
  domainPrefix: 'p'.repeat(59),
  customDomain: { domainName: domainName('a'), certificateArn },
  b2bCustomDomain: { domainName: domainName('b'), certificateArn },
  marketsPerApplicant: 1_000,
  throttlingRateLimit: 10_000 / 3,
  writeThrottlingRateLimit: 1_000 / 3,
};

const lambdaSchema = z.object({
  environment: z.object({
    variables: z.object({ CITY_HALL_CLIENTS: z.string() }).catchall(z.string()),
  }),
});

test.runIf(thorough)(
  'every valid configuration fits into the environment of the Lambda',
  async () => {
    expect(longest.customDomain.domainName).toHaveLength(128);
    const graph = await captureGraph({ stack: 's'.repeat(20), overrides: longest });
    const { variables } = lambdaSchema.parse(
      reveal(onlyOf(graph, types.function).inputs),
    ).environment;
    // Cognito's ids have 26 characters; the engine's here are longer.
    const clients = names.map((name, index) => [`${'c'.repeat(24)}${10 + index}`, name]);
    const environment = {
      ...variables,
      CITY_HALL_CLIENTS: JSON.stringify(Object.fromEntries(clients)),
    };
    const elsewhere = JSON.stringify(environment).replaceAll('eu-central-1', 'ap-southeast-1');
    expect(elsewhere.length).toBeGreaterThan(3_900);
    expect(elsewhere.length).toBeLessThanOrEqual(4_096);
  },
);
