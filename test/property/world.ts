import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { v7 as uuidv7 } from 'uuid';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { createMarketStore } from '../../server/markets/create-store.ts';
import { type Answer, createCall } from '../api-client.ts';
import type { TestStack } from '../fixture.ts';
import { createFollower, type Follower } from './followers.ts';
import { toRows } from './invariants.ts';
import { type Exchange, explain, type Request, type State, toRowKey } from './model.ts';
import {
  cities,
  type HallName,
  hallNames,
  halls,
  type Operation,
  type SingleOperation,
  toHall,
} from './operations.ts';
import { type Actors, perform, toSingle } from './perform.ts';
import { clocksAheadMs, type Time } from './time.ts';

export async function createActors(stack: TestStack): Promise<Actors> {
  return {
    applicants: { ana: await stack.applicant('ana'), bogdan: await stack.applicant('bogdan') },
    hallTokens: { cluj: await stack.cityHall('cluj'), north: await stack.cityHall('north') },
  };
}

type World = {
  /** With the clock of `time`. */
  stack: TestStack;
  actors: Actors;
  time: Time;
  /** APIs on the table of the stack. Their clocks differ. */
  lambdas: readonly Outputs[];
  /** The database client of those who follow the changes. */
  dynamodb: DynamoDBClient;
  /** Present if requests to the database may fail. */
  faults?: {
    /** Waits for requests that a call has left in progress. */
    settle(): Promise<void>;
    /** From now on nothing fails. */
    end(): void;
  };
};

/**
 * Runs the steps and checks each against the model. Throws with all steps if the model does not explain one.
 * Meanwhile followers read the changes of each city, and in the end each has exactly the markets of the model.
 */
export async function run(world: World, steps: readonly Operation[][]): Promise<Answer[]> {
  const { stack, actors, time, lambdas, faults } = world;
  const marketIds = [randomUUID(), randomUUID()];
  const known = new Map<string, string[]>();
  const story: string[] = [];
  const answers: Answer[] = [];
  let state: State = new Map();
  const followers = createFollowers(world);

  const toRequest = (operation: SingleOperation): Request => {
    const userId = 'of' in operation ? actors.applicants[operation.of].userId : '';
    const marketId = 'market' in operation ? (marketIds[operation.market] ?? '') : '';
    const seen = known.get(toRowKey({ userId, marketId })) ?? [];
    const basis = 'on' in operation ? operation.on : 'current';
    const revision = { current: seen.at(-1), previous: seen.at(-2), invented: undefined }[basis];
    const stored = state.get(toRowKey({ userId, marketId }));
    const decisions = stored?.decisions ?? [];
    const hall = toHallOf(operation, stored?.city);
    return {
      operation,
      userId,
      marketId,
      revision: revision ?? uuidv7(),
      ...(operation.do === 'decide' && operation.counts && { decisionsSeen: decisions.length }),
      hall,
      cities: halls[hall],
    };
  };
  /** One request for each market that the operation concerns. */
  const toRequests = (operation: Operation): Request[] => {
    if (operation.do === 'erase') {
      return marketIds.map((marketId) => ({ ...toRequest(operation), marketId }));
    }
    if (operation.do !== 'decideMany') return [toRequest(operation)];
    const [first, ...others] = marketIds.map((_, market) =>
      toRequest({ ...operation, do: 'decide', market }),
    );
    if (first === undefined) return [];
    const { hall, userId, marketId } = first;
    const city = state.get(toRowKey({ userId, marketId }))?.city;
    const cities = [halls[hall].find((each) => each === city) ?? halls[hall][0]];
    return [first, ...others].map((request) => ({ ...request, hall, cities }));
  };
  const readRows = async () => toRows(await stack.stored(), marketIds);

  try {
    for (const [index, operations] of steps.entries()) {
      const calls = operations.map(async (operation) => {
        const requests = toRequests(operation);
        const outputs = lambdas[operation.lambda ?? 0] ?? stack.outputs;
        const answer = await perform(operation, requests, { outputs, actors });
        answers.push(answer);
        return requests.map((request, place): Exchange => {
          const isMany = operation.do === 'decideMany' && answer.status === 200;
          return { request, answer: isMany ? toSingle(answer, place) : answer };
        });
      });
      const work = Promise.all(calls).finally(() => faults?.settle());
      const exchanges = (
        await time.during(work, async () => {
          // The second and the third start when markets are there already.
          await Promise.all(followers.slice(0, index + 1).map((follower) => follower.poll()));
        })
      ).flat();
      story.push(exchanges.map(toLine).join('\n'));
      const rows = await readRows();
      const after = explain(state, faults ? withRepeats(exchanges) : exchanges, rows);
      if (after === undefined) throw new Error(toReport(story, state, rows));
      state = after;
      for (const [key, { revision }] of state) {
        const seen = known.get(key) ?? [];
        if (seen.at(-1) !== revision) known.set(key, [...seen, revision]);
      }
      // Between the other steps no time passes. With faults, requests of the step have ended.
      if (faults !== undefined) time.pass(longEnoughMs);
      else if (index % 3 === 2) await expectComplete(followers, { time, state });
    }
    faults?.end();
    await expectComplete(followers, { time, state });
  } finally {
    for (const { userId, token } of Object.values(actors.applicants)) {
      for (const marketId of marketIds) {
        await createCall(stack.outputs, 'rest')(
          'b2c.markets.withdraw',
          { userId, marketId },
          token,
        );
      }
    }
  }
  await expectComplete(followers, { time, state: new Map() });
  return answers;
}

/** One of each city, with pages of another length. Their clocks are ahead of those of the Lambdas. */
function createFollowers({ stack, dynamodb, time }: World): Follower[] {
  const { tableName } = stack.outputs;
  const clock = time.clock(Math.max(...clocksAheadMs));
  const store = createMarketStore(dynamodb, { tableName, marketsPerApplicant: 50, clock });
  return cities.map((city, index) => createFollower(store, { city, limit: 1 + index }));
}

const longEnoughMs = 60_000;

async function expectComplete(
  followers: readonly Follower[],
  { time, state }: { time: Time; state: State },
): Promise<void> {
  time.pass(longEnoughMs);
  for (const follower of followers) {
    await follower.finish();
    follower.expectComplete(state);
  }
}

function toHallOf(operation: Operation, city: string | undefined): HallName {
  if (operation.do === 'listCity') return operation.by;
  const its = toHall(city);
  const isAnother = operation.do === 'decide' && operation.by === 'another hall';
  return hallNames.find((name) => (name === its) !== isAnother) ?? its;
}

/**
 * A retry of the SDK may apply a decision a second time, if the opposite decision was made in between.
 * The model treats the second write as another call without a response.
 */
function withRepeats(exchanges: readonly Exchange[]): Exchange[] {
  const decisions = exchanges.filter(({ request }) => request.operation.do === 'decide');
  const repeats = decisions.length < 2 ? [] : decisions;
  return [
    ...exchanges,
    ...repeats.map(({ request, answer }) => ({ request, answer: { ...answer, status: 503 } })),
  ];
}

function toLine({ request, answer }: Exchange): string {
  const { operation, revision, hall } = request;
  const { code, body } = answer;
  return `  ${JSON.stringify(operation)} (${hall}, ${revision}) -> ${answer.status} ${code ?? JSON.stringify(body)}`;
}

function toReport(story: readonly string[], before: State, rows: State): string {
  const show = (state: State) => JSON.stringify(Object.fromEntries(state), null, 2);
  return [
    'No order of the calls in the last step explains their responses and the stored markets.',
    ...story.map((step, index) => `step ${index + 1}, in parallel:\n${step}`),
    `stored before the last step: ${show(before)}`,
    `stored after it: ${show(rows)}`,
  ].join('\n');
}
