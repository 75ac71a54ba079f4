import { beforeAll, describe, expect, it } from 'vitest';
import { type Operation, operations } from '../../server/contract/routes.ts';
import { exampleMarket } from '../../server/domain/examples.ts';
import { createMarketEntity } from '../../server/markets/entity.ts';
import { createRevision } from '../../server/markets/revision.ts';
import { type Answer, send } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { useStack } from '../use-stack.ts';
import { toCauses } from './causes.ts';
import { type ExampleRequest, toExampleRequests } from './example-requests.ts';
import { member } from './json.ts';
import { assertDocumented, findOperation } from './validator.ts';

/*
 * These tests send every documented example, and cause every documented status, over HTTP. The client
 * checks that each response is documented.
 */

const all = [...operations.values()];
const seen = new Set<string>();

const stack = useStack();
let applicant: Applicant;
let tokens: Record<string, string | undefined>;
beforeAll(async () => {
  applicant = await stack.applicant('truth');
  tokens = { b2c: applicant.token, b2b: await stack.cityHall('cluj') };
});

describe.each(all.map((operation) => [operation.routeKey, operation] as const))(
  '%s',
  (routeKey, operation) => {
    const requests = toExampleRequests(operation);

    it.each(requests)('accepts its example $name', async ({ request }) => {
      await seed();
      const answer = await ask(operation, { ...request, headers: authorized(operation, request) });
      expect(answer.status).toBe(operation.meta.status ?? 200);
    });

    it.each(toCauses(operation))('returns the documented $status', async ({ status, cause }) => {
      await seed();
      const [{ request }] = requests;
      const origin = stack.outputs.apiUrl;
      const headers = authorized(operation, request);
      const answer = await cause({ ...request, origin, headers }, stack);
      assertDocumented(routeKey, answer);
      expect(answer.status).toBe(status);
      seen.add(`${routeKey} ${status}`);
    });
  },
);

it('every documented status was returned at least once', () => {
  const documented = all.flatMap(({ routeKey }) =>
    Object.keys(member(findOperation(routeKey), 'responses')).map(
      (status) => `${routeKey} ${status}`,
    ),
  );
  expect([...seen].sort()).toEqual(documented.sort());
});

async function ask(operation: Operation, request: ExampleRequest): Promise<Answer> {
  const answer = await send({ ...request, origin: stack.outputs.apiUrl });
  seen.add(`${operation.routeKey} ${answer.status}`);
  return answer;
}

function authorized(
  { authorizer }: Operation,
  { headers }: ExampleRequest,
): Record<string, string> {
  const token = authorizer === null ? undefined : tokens[authorizer];
  return { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
}

/** Stores the market of the examples twice: for the applicant of the test, and for the user of the examples. */
async function seed(): Promise<void> {
  const entity = createMarketEntity(stack.dynamodb, stack.outputs.tableName);
  for (const userId of [applicant.userId, exampleMarket.userId]) {
    await entity
      .put({
        ...createRevision(),
        ...exampleMarket,
        userId,
        decisions: [],
      })
      .go();
  }
}
