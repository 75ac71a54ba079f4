import { StandardRetryStrategy } from '@smithy/core/retry';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDBClient, databaseTimeLimits } from '../../server/markets/client.ts';
import { patientTimeLimits, type TestStack } from '../fixture.ts';
import { createTestHandler, openLambdaDoor } from '../security/doors.ts';
import { useStack } from '../use-stack.ts';
import { effort } from './effort.ts';
import { type Fault, type FaultProxy, faults, startFaultProxy } from './fault-proxy.ts';
import { type Operation, steps } from './operations.ts';
import type { Actors } from './perform.ts';
import { createTime } from './time.ts';
import { createActors, run } from './world.ts';

/**
 * Replace the Lambda's own time limits, so that thousands of faults run in seconds. On a busy machine
 * a request without a fault may also overrun the first one: the next one shows whether that was the reason.
 */
const [patienceMs, ...greaterPatiencesMs] = [250, 2_000, 16_000] as const;

describe('markets on a failing database', () => {
  const time = createTime();
  const stack = useStack({ store: { clock: time.clock(0) } });
  let actors: Actors;
  let proxy: FaultProxy;
  beforeAll(async () => {
    actors = await createActors(stack);
    const target = await stack.dynamodb.config.endpoint?.();
    if (target === undefined) throw new Error('Expected an endpoint');
    const { hostname, port = 443 } = target;
    proxy = await startFaultProxy({ hostname, port });
  });
  afterAll(() => proxy.close());

  async function runFaulty(
    program: readonly Operation[][],
    toFault: (action: string) => Fault,
    patience: number = patienceMs,
  ) {
    // A new client for each run: the SDK stops retrying after too many failures.
    const dynamodb = createHastyClient(stack, proxy.url, patience);
    await using door = await openLambdaDoor(stack, {
      handler: createTestHandler(stack, { dynamodb, store: { clock: time.clock(0) } }),
    });
    proxy.plan(toFault, { patienceMs: patience });
    try {
      const faults = {
        settle: () => proxy.settle(),
        end: () => proxy.plan(() => 'none', { patienceMs: patience }),
      };
      const lambdas = [door.outputs, door.outputs];
      const answers = await run({ stack, actors, time, lambdas, dynamodb, faults }, program);
      for (const { status, code, headers } of answers) {
        if (status < 500) continue;
        const retryAfter = headers.get('retry-after');
        expect([status, code, retryAfter]).toEqual([503, 'SERVICE_UNAVAILABLE', '1']);
      }
      return answers.map(({ status }) => status);
    } finally {
      proxy.plan(() => 'none', { patienceMs: patience });
      await proxy.settle();
      dynamodb.destroy();
    }
  }

  const { numRuns, timeout, withinTime } = effort(4);
  const plan = fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<Fault>('none') },
      { weight: 3, arbitrary: fc.constantFrom(...faults) },
    ),
    { maxLength: 80, size: 'max' },
  );

  it('lose no acknowledged write, apply no write twice, fail as documented, and their followers end complete', {
    timeout,
  }, async () => {
    const attempt = withinTime(async (program: Operation[][], planned: Fault[]) => {
      const left = [...planned];
      await runFaulty(program, () => left.shift() ?? 'none');
    });
    await fc.assert(fc.asyncProperty(steps, fc.noBias(plan), attempt), { numRuns });
  });

  const slot = { of: 'ana', market: 0, via: 'rest' } as const;
  const life: Operation[][] = [
    [{ do: 'submit', ...slot, city: 'Cluj-Napoca', price: 0 }],
    [{ do: 'edit', ...slot, on: 'current', price: 1 }],
    [{ do: 'decide', ...slot, by: 'its hall', on: 'current', approved: true, counts: true }],
    [{ do: 'listOwn', of: 'ana', via: 'rest' }],
    [{ do: 'withdraw', ...slot }],
  ];

  it.each(faults)('%s, once at each action: every call still succeeds', async (fault) => {
    const lifeWith = async (patience: number) => {
      const met = new Set<string>();
      const statuses = await runFaulty(
        life,
        (action) => {
          if (met.has(action)) return 'none';
          met.add(action);
          return fault;
        },
        patience,
      );
      return { statuses, met };
    };
    let { statuses, met } = await lifeWith(patienceMs);
    for (const patience of greaterPatiencesMs) {
      if (!statuses.includes(503)) break;
      ({ statuses, met } = await lifeWith(patience));
    }
    expect(statuses).toEqual([201, 200, 200, 200, 204]);
    expect([...met]).toEqual(
      expect.arrayContaining([
        'Query',
        'BatchGetItem',
        'PutItem',
        'UpdateItem',
        'TransactWriteItems',
      ]),
    );
  });
});

function createHastyClient({ dynamodb, outputs }: TestStack, endpoint: string, patience: number) {
  return createDynamoDBClient(
    {
      region: outputs.region,
      endpoint,
      credentials: dynamodb.config.credentials,
      requestHandler: {
        requestTimeout: patience,
        throwOnRequestTimeout: true,
        socketTimeout: patience,
      },
      retryStrategy: new StandardRetryStrategy({
        maxAttempts: databaseTimeLimits.attempts,
        backoff: { setDelayBase() {}, computeNextBackoffDelay: () => 5 },
      }),
    },
    patientTimeLimits,
  );
}
