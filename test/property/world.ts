import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { v7 as uuidv7 } from 'uuid';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { createMarketStore } from '../../server/markets/create-store.ts';
import { type Answer, type Call, createCall } from '../api-client.ts';
import type { Applicant, TestStack } from '../fixture.ts';
import { createFollower, type Follower } from './followers.ts';
import { toRows } from './invariants.ts';
import { type Exchange, explain, type Request, type State, toContent, toRowKey } from './model.ts';
import {
  cities,
  type HallName,
  hallNames,
  type Operation,
  toHall,
  type UserName,
} from './operations.ts';
import { clocksAheadMs, type Time } from './time.ts';

export type Actors = {
  applicants: Record<UserName, Applicant>;
  hallTokens: Record<HallName, string>;
};

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

  const toRequest = (operation: Operation): Request => {
    const userId = 'of' in operation ? actors.applicants[operation.of].userId : '';
    const marketId = 'market' in operation ? (marketIds[operation.market] ?? '') : '';
    const seen = known.get(toRowKey({ userId, marketId })) ?? [];
    const basis = 'on' in operation ? operation.on : 'current';
    const revision = { current: seen.at(-1), previous: seen.at(-2), invented: undefined }[basis];
    const decisions = state.get(toRowKey({ userId, marketId }))?.decisions ?? [];
    return {
      operation,
      userId,
      marketId,
      revision: revision ?? uuidv7(),
      ...(operation.do === 'decide' && operation.counts && { decisionsSeen: decisions.length }),
      hall: toHallOf(operation, state.get(toRowKey({ userId, marketId }))?.city),
    };
  };
  const readRows = async () => toRows(await stack.stored(), marketIds);

  try {
    for (const [index, operations] of steps.entries()) {
      const requests = operations.map(toRequest);
      const calls = requests.map(async (request): Promise<Exchange> => {
        const outputs = lambdas[request.operation.lambda ?? 0] ?? stack.outputs;
        return { request, answer: await perform(request, { outputs, actors }) };
      });
      const work = Promise.all(calls).finally(() => faults?.settle());
      const exchanges = await time.during(work, async () => {
        // The second and the third start when markets are there already.
        await Promise.all(followers.slice(0, index + 1).map((follower) => follower.poll()));
      });
      answers.push(...exchanges.map(({ answer }) => answer));
      story.push(exchanges.map(toLine).join('\n'));
      const rows = await readRows();
      const single = exchanges.flatMap((exchange) => toExchanges(exchange, marketIds));
      const after = explain(state, faults ? withRepeats(single) : single, rows);
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

/** An erasure withdraws each market by itself. */
function toExchanges(exchange: Exchange, marketIds: readonly string[]): Exchange[] {
  const { request, answer } = exchange;
  if (request.operation.do !== 'erase') return [exchange];
  return marketIds.map((marketId) => ({ request: { ...request, marketId }, answer }));
}

function toHallOf(operation: Operation, city: string | undefined): HallName {
  if (operation.do === 'listCity') return operation.by;
  const its = toHall(city);
  const isAnother = operation.do === 'decide' && operation.by === 'another hall';
  return hallNames.find((name) => (name === its) !== isAnother) ?? its;
}

function perform(
  { operation, userId, marketId, revision, decisionsSeen, hall }: Request,
  { outputs, actors }: { outputs: Outputs; actors: Actors },
): Promise<Answer> {
  const call: Call = createCall(outputs, operation.via);
  const content = 'price' in operation ? toContent(operation) : toContent({ price: 0 });
  switch (operation.do) {
    case 'submit': {
      const { token } = actors.applicants[operation.of];
      return call(
        'b2c.markets.submit',
        { userId, marketId, ...content, city: operation.city },
        token,
      );
    }
    case 'edit': {
      const { token } = actors.applicants[operation.of];
      return call('b2c.markets.edit', { userId, marketId, revision, ...content }, token);
    }
    case 'withdraw':
      return call(
        'b2c.markets.withdraw',
        { userId, marketId },
        actors.applicants[operation.of].token,
      );
    case 'erase':
      return call('b2c.users.erase', {}, actors.applicants[operation.of].token);
    case 'listOwn':
      return call('b2c.markets.list', { userId }, actors.applicants[operation.of].token);
    case 'listCity':
      return call('b2b.markets.list', { city: operation.city }, actors.hallTokens[hall]);
    case 'decide': {
      const { approved, reason } = operation;
      return call(
        'b2b.markets.decide',
        {
          ...{ userId, marketId, revision, approved },
          ...(reason !== undefined && { reason }),
          ...(decisionsSeen !== undefined && { decisionsSeen }),
        },
        actors.hallTokens[hall],
      );
    }
    case 'trespass': {
      const { token } = actors.applicants[operation.by];
      const inputs = {
        submit: { userId, marketId, ...content, city: 'Suceava' },
        edit: { userId, marketId, revision, ...content },
        withdraw: { userId, marketId },
        list: { userId },
      };
      return call(`b2c.markets.${operation.call}`, inputs[operation.call], token);
    }
  }
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
