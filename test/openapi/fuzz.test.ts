import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Operation, operations } from '../../server/contract/routes.ts';
import { type HttpRequest, send } from '../api-client.ts';
import { useStack } from '../use-stack.ts';
import { parametersOf, toArbitrary, toObjects } from './arbitrary.ts';
import { member } from './json.ts';
import { findOperation } from './validator.ts';

/* Requests generated from the document's schemas: no response is a 500, and none is undocumented. */

// The quick gate uses a fixed seed, so that it cannot fail at random. Larger runs use a new seed.
const { FUZZ_RUNS } = process.env;
const numRuns = Number(FUZZ_RUNS ?? 50);
const seed = FUZZ_RUNS === undefined ? { seed: 24 } : {};
const timeout = 600_000 + numRuns * 400;

const stack = useStack();
let tokens: Record<string, string | undefined>;
beforeAll(async () => {
  const { token } = await stack.applicant('fuzz');
  tokens = { b2c: token, b2b: await stack.cityHall('cluj') };
});

describe.each(
  [...operations.values()].map((operation) => [operation.routeKey, operation] as const),
)('%s', (_, operation) => {
  it(`gives documented responses to ${numRuns} requests`, { timeout }, async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(toRequests(operation), async (request) => {
        const token = operation.authorizer === null ? undefined : tokens[operation.authorizer];
        const answer = await send({
          ...request,
          origin: stack.outputs.apiUrl,
          headers: {
            ...request.headers,
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
          },
        });
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns, ...seed },
    );
    // Otherwise no generated request would be valid.
    expect([...statuses.keys()].filter((status) => ![400, 403].includes(status))).not.toEqual([]);
  });
});

function toRequests(operation: Operation): fc.Arbitrary<Omit<HttpRequest, 'origin'>> {
  const documented = findOperation(operation.routeKey);
  const [method = '', template = ''] = operation.routeKey.split(' ');
  const content = member(member(documented, 'requestBody'), 'content');
  const bodySchema = member(member(content, 'application/json'), 'schema');
  return fc
    .record({
      path: toParameters(documented, 'path'),
      query: toParameters(documented, 'query'),
      body: operation.hasBody ? toObjects(bodySchema) : fc.constant(undefined),
    })
    .map(({ path, query, body }) => {
      const target = template.replace(/\{(\w+)\}/g, (_, name: string) => encode(path[name]));
      const search = Object.entries(query)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}=${encode(value)}`)
        .join('&');
      return {
        method,
        target: search === '' ? target : `${target}?${search}`,
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      };
    });
}

function toParameters(documented: ReturnType<typeof findOperation>, place: 'path' | 'query') {
  return fc.record(
    Object.fromEntries(
      parametersOf(documented, place).map(([name, schema, required]) => {
        const values = toArbitrary(schema);
        return [name, required ? values : fc.option(values, { nil: undefined, freq: 1 })];
      }),
    ),
  );
}

/** Lone surrogates have no percent-encoding and become replacement characters. */
function encode(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed());
}
