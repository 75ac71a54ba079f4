import type { Outputs } from '../../server/deployment/outputs.ts';
import { decisionResultsSchema } from '../../server/domain/market.ts';
import { type Answer, type Call, createCall } from '../api-client.ts';
import type { Applicant } from '../fixture.ts';
import { type Request, toContent } from './model.ts';
import type { HallName, Operation, UserName } from './operations.ts';

export type Actors = {
  applicants: Record<UserName, Applicant>;
  hallTokens: Record<HallName, string>;
};

/** Sends the operation. `requests`: one for each market that it concerns. */
export async function perform(
  operation: Operation,
  requests: readonly Request[],
  { outputs, actors }: { outputs: Outputs; actors: Actors },
): Promise<Answer> {
  const [request] = requests;
  if (request === undefined) throw new Error('Expected a request');
  const { userId, marketId, revision, hall } = request;
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
    case 'decide':
      return call('b2b.markets.decide', toDecision(operation, request), actors.hallTokens[hall]);
    case 'decideMany': {
      const decisions = requests.map((each) => toDecision(operation, each));
      const input = { city: request.cities[0], decisions };
      return call('b2b.markets.decideMany', input, actors.hallTokens[hall]);
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

function toDecision(
  { approved, reason }: { approved: boolean; reason?: string },
  { userId, marketId, revision, decisionsSeen }: Request,
) {
  return {
    ...{ userId, marketId, revision, approved },
    ...(reason !== undefined && { reason }),
    ...(decisionsSeen !== undefined && { decisionsSeen }),
  };
}

/** The answer that a single decision gets. */
export function toSingle(answer: Answer, place: number): Answer {
  const item = decisionResultsSchema.parse(answer.body).items[place];
  if (item?.market !== undefined) return { ...answer, body: item.market };
  if (item?.problem === undefined) throw new Error(`Expected a result for decision ${place}`);
  return { ...answer, status: item.problem.status, code: item.problem.code, body: item.problem };
}
