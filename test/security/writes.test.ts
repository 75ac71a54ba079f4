import {
  ConditionalCheckFailedException,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import type { InitializeMiddleware } from '@smithy/types';
import { beforeAll, describe, expect, it } from 'vitest';
import { marketSchema } from '../../server/domain/market.ts';
import { type Answer, type Call, createCall } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { useStack } from '../use-stack.ts';
import { content, type Market, submitMarket } from './markets.ts';
import { expectRefusal } from './refusals.ts';

// How a failed write is explained. Both transports share this code, so only REST is tested.

const stack = useStack();
let ada: Applicant;
let cluj: string;
let call: Call;

beforeAll(async () => {
  ada = await stack.applicant('ada');
  cluj = await stack.cityHall('cluj');
  call = createCall(stack.outputs, 'rest');
});

const read = (answer: Answer): Market => marketSchema.parse(answer.body);
const keyOf = ({ userId, marketId, revision }: Market) => ({ userId, marketId, revision });
const decide = (market: Market, approved = true, token = cluj) => {
  const reason = approved ? {} : { reason: 'No fire lane' };
  return call('b2b.markets.decide', { ...keyOf(market), approved, ...reason }, token);
};
const edit = (market: Market) =>
  call('b2c.markets.edit', { ...keyOf(market), marketName: 'Other' }, ada.token);
const submit = (marketId: string) =>
  call('b2c.markets.submit', { userId: 'me', ...content, marketId }, ada.token);

/** Calls `run` with this middleware in the database client. */
async function through<T>(
  middleware: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes>,
  run: () => Promise<T>,
): Promise<T> {
  stack.dynamodb.middlewareStack.add(middleware, { step: 'initialize', name: 'through' });
  try {
    return await run();
  } finally {
    stack.dynamodb.middlewareStack.remove('through');
  }
}

const failWrites =
  (toError: () => Error): InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> =>
  (next, { commandName }) =>
  async (args) => {
    if (!/^(Put|Update)Item/.test(commandName ?? '')) return next(args);
    throw toError();
  };

describe('a write that fails because of the database', () => {
  const throttled = () => Object.assign(new Error('slow down'), { name: 'ThrottlingException' });

  it('is 503 even if the stored market would make it a repeat or a conflict', async () => {
    const decided = read(await decide(await submitMarket(stack, ada)));
    const before = await stack.stored();
    const stale = { ...decided, revision: '019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42' };
    const answers = await through(failWrites(throttled), async () => [
      await decide(decided),
      await decide(stale),
      await edit(stale),
      await submit(decided.marketId),
    ]);
    for (const answer of answers) {
      expectRefusal(answer, 'rest', { status: 503, code: 'SERVICE_UNAVAILABLE' });
    }
    expect(await stack.stored()).toEqual(before);
  });
});

describe('a write whose condition fails although the item that is read next would allow it', () => {
  const refusing = failWrites(
    () => new ConditionalCheckFailedException({ message: 'injected', $metadata: {} }),
  );

  it('is 409 for a decision, so that the caller reads again', async () => {
    const market = await submitMarket(stack, ada);
    const answer = await through(refusing, () => decide(market));
    expectRefusal(answer, 'rest', { status: 409, code: 'STALE_REVISION' });
    expect((await decide(market)).status).toBe(200);
  });

  it('is 409 for an edit, and 404 for a submit of a market that was withdrawn in between', async () => {
    const market = await submitMarket(stack, ada);
    const edited = await through(refusing, () => edit(market));
    expectRefusal(edited, 'rest', { status: 409, code: 'STALE_REVISION' });
    const submitted = await through(refusing, () => submit(crypto.randomUUID()));
    expectRefusal(submitted, 'rest', { status: 404, code: 'MARKET_NOT_FOUND' });
  });
});

describe('a decision', () => {
  it('on an earlier revision is 409, even if the current revision has the same decision', async () => {
    const first = await submitMarket(stack, ada);
    await decide(first);
    const second = read(await edit(first));
    const approved = read(await decide(second));
    expectRefusal(await decide(first), 'rest', { status: 409, code: 'STALE_REVISION' });
    expect((await decide(second)).body).toEqual(approved);
  });

  it('without a reason is stored without a reason', async () => {
    const [decision] = read(await decide(await submitMarket(stack, ada))).decisions;
    expect(Object.keys(decision ?? {}).sort()).toEqual([
      'approved',
      'decidedAt',
      'decidedBy',
      'revision',
    ]);
  });

  it('by a city hall with several cities is valid in each of them and in no other', async () => {
    const north = await stack.cityHall('north');
    for (const city of ['Suceava', 'Botoșani']) {
      const market = await submitMarket(stack, ada, { city });
      expect(read(await decide(market, true, north))).toMatchObject({ status: 'approved', city });
    }
    const elsewhere = await submitMarket(stack, ada);
    const refusal = await decide(elsewhere, true, north);
    expectRefusal(refusal, 'rest', { status: 404, code: 'MARKET_NOT_FOUND' });
  });
});

it('every read of the table is consistent; reads of the index cannot be', async () => {
  const market = await submitMarket(stack, ada);
  const reads: unknown[] = [];
  await through(
    (next, { commandName }) =>
      async (args) => {
        if (/^(Get|Query)/.test(commandName ?? '') && !('IndexName' in args.input)) {
          reads.push('ConsistentRead' in args.input && args.input.ConsistentRead);
        }
        return next(args);
      },
    async () => {
      await submit(market.marketId);
      await decide(market);
      await decide(market);
      await edit({ ...market, revision: '019a5c7e-2b7d-7c4e-9a66-0f3d5b1e8c42' });
      await call('b2c.markets.list', { userId: 'me' }, ada.token);
      await call('b2c.users.erase', {}, ada.token);
    },
  );
  // Two reads of a repeated submit, one of each other call except the first decision, and one of each
  // market that the erasure withdraws.
  expect(reads.length).toBeGreaterThan(6);
  expect(reads).toEqual(reads.map(() => true));
});
