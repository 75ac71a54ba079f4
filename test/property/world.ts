import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Outputs } from '../../server/deployment/outputs.ts';
import { type Answer, type Call, createCall } from '../api-client.ts';
import type { Applicant, TestStack } from '../fixture.ts';
import { toRows } from './invariants.ts';
import { type Exchange, explain, type Request, type State, toContent, toRowKey } from './model.ts';
import { type HallName, hallNames, type Operation, toHall, type UserName } from './operations.ts';

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
  stack: TestStack;
  actors: Actors;
  /** An API that reaches the same database through the fault proxy, used instead of the stack's own. */
  faulty?: {
    outputs: Outputs;
    /** Waits for requests that a call has left in progress. */
    settle(): Promise<void>;
  };
};

/** Runs the steps and checks each against the model. Throws with all steps if the model does not explain one. */
export async function run(world: World, steps: readonly Operation[][]): Promise<Answer[]> {
  const { stack, actors, faulty } = world;
  const outputs = faulty?.outputs ?? stack.outputs;
  const marketIds = [randomUUID(), randomUUID()];
  const known = new Map<string, string[]>();
  const story: string[] = [];
  const answers: Answer[] = [];
  let state: State = new Map();

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
    for (const operations of steps) {
      const requests = operations.map(toRequest);
      const exchanges = await Promise.all(
        requests.map(async (request): Promise<Exchange> => {
          return { request, answer: await perform(request, { outputs, actors }) };
        }),
      );
      answers.push(...exchanges.map(({ answer }) => answer));
      await faulty?.settle();
      story.push(exchanges.map(toLine).join('\n'));
      const rows = await readRows();
      const after = explain(state, faulty ? withRepeats(exchanges) : exchanges, rows);
      if (after === undefined) throw new Error(toReport(story, state, rows));
      state = after;
      for (const [key, { revision }] of state) {
        const seen = known.get(key) ?? [];
        if (seen.at(-1) !== revision) known.set(key, [...seen, revision]);
      }
    }
    return answers;
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
