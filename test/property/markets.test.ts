import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDBClient } from '../../server/markets/client.ts';
import { patientTimeLimits } from '../fixture.ts';
import { createTestHandler, openLambdaDoor } from '../security/doors.ts';
import { useStack } from '../use-stack.ts';
import { effort } from './effort.ts';
import { type Operation, steps } from './operations.ts';
import type { Actors } from './perform.ts';
import { clocksAheadMs, createTime } from './time.ts';
import { createActors, run } from './world.ts';

describe('markets under random calls, some of them concurrent', () => {
  const time = createTime();
  const stack = useStack({ store: { clock: time.clock(0) } });
  let actors: Actors;
  let lambdas: Awaited<ReturnType<typeof openLambdaDoor>>[];
  let delaysMs: number[] = [];
  beforeAll(async () => {
    actors = await createActors(stack);
    const dynamodb = createSlowClient(stack.dynamodb, () => time.wait(delaysMs.shift() ?? 0));
    lambdas = await Promise.all(
      clocksAheadMs.map((aheadMs) =>
        openLambdaDoor(stack, {
          handler: createTestHandler(stack, { dynamodb, store: { clock: time.clock(aheadMs) } }),
        }),
      ),
    );
  });
  afterAll(() => Promise.all(lambdas.map((lambda) => lambda[Symbol.asyncDispose]())));

  const { numRuns, timeout, withinTime } = effort(12);
  const delays = fc.array(fc.constantFrom(0, 1_000, 20_000, 30_000), {
    maxLength: 60,
    size: 'max',
  });

  it('have responses and stored items that the model explains, in some order of the concurrent calls, and every follower of the changes ends with the same markets', {
    timeout,
  }, async () => {
    const attempt = withinTime(async (program: Operation[][], planned: number[]) => {
      delaysMs = [...planned];

      await run(
        {
          stack,
          actors,
          time,
          lambdas: lambdas.map(({ outputs }) => outputs),
          dynamodb: stack.dynamodb,
        },
        program,
      );
    });
    await fc.assert(fc.asyncProperty(steps, fc.noBias(delays), attempt), { numRuns });
    expect(await stack.stored()).toEqual([]);
  });
});

/** Its writes wait before they are sent. */
function createSlowClient({ config }: DynamoDBClient, wait: () => Promise<void>): DynamoDBClient {
  const { endpoint, region, credentials } = config;
  const client = createDynamoDBClient(
    { ...(endpoint && { endpoint }), region, credentials },
    patientTimeLimits,
  );
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (/^(Put|Update|Delete|TransactWrite)/.test(commandName)) await wait();
        return next(args);
      },
    { step: 'initialize', name: 'wait' },
  );
  return client;
}
