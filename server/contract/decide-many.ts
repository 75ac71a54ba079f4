import type { DecisionResult, DecisionResults } from '../domain/market.ts';
import { createProblemDetails } from '../domain/problem-details.ts';
import { invalidInput, Problem, toProblem } from '../domain/problems.ts';
import { takePayload } from '../markets/payload.ts';
import type { DecisionRequest, MarketKey } from '../markets/store.ts';
import { currentCall } from '../observe/call-record.ts';
import type { Context } from './procedures.ts';

type Decision = MarketKey & DecisionRequest;

type Deciding = Pick<Context, 'markets' | 'log' | 'requestId'> & {
  hall: { name: string; cities: readonly string[] };
  procedure: string;
};

/** Each decision succeeds or fails by itself. The results are in the order of the decisions. */
export async function decideMany(
  deciding: Deciding,
  decisions: readonly Decision[],
): Promise<DecisionResults> {
  // All decisions end before the answer is sent: the Lambda may be frozen afterwards.
  const results = await Promise.all(decisions.map((each) => decideOne(deciding, each)));
  const shown = takePayload(results, ({ market }) => market).length;
  return {
    items: results.map((result, index) =>
      index < shown || result.market === undefined ? result : withoutMarket(deciding, result),
    ),
  };
}

/** Refuses the whole request: two decisions on one market would race each other. */
export function assertDecidable(decisions: readonly Decision[]): void {
  const places = new Map<string, number>();
  for (const [index, { userId, marketId, approved, reason }] of decisions.entries()) {
    const place = `decisions.${index}`;
    const key = `${userId} ${marketId}`;
    const earlier = places.get(key);
    if (earlier !== undefined) {
      throw invalidInput(
        `${place}.marketId`,
        `is the market of decisions.${earlier}, too`,
        'repeated',
      );
    }
    places.set(key, index);
    if (!approved && reason === undefined) throw missingReason(`${place}.reason`);
  }
}

export function missingReason(path: string): Problem {
  return invalidInput(path, 'is missing; a rejection requires one', 'required');
}

/** Has a line of its own in the log, with the market, as a single decision has. */
async function decideOne(
  { markets, log, requestId, hall, procedure }: Deciding,
  { userId, marketId, ...decision }: Decision,
): Promise<DecisionResult> {
  const { approved, revision } = decision;
  const call = {
    // The time limit is that of the whole request.
    startedAt: currentCall.getStore()?.startedAt ?? performance.now(),
    consumedCapacity: 0,
    callerId: hall.name,
    marketId,
    decision: { approved, revision },
  };
  const key = { userId, marketId };
  try {
    const market = await currentCall.run(call, () => markets.decide(key, decision, hall));
    log.call({ requestId, procedure, status: 200, problem: undefined }, call);
    return { ...key, market };
  } catch (error) {
    const problem = toProblem(error);
    log.call({ requestId, procedure, status: problem.status, problem }, call);
    return { ...key, problem: createProblemDetails(problem, requestId) };
  }
}

/** With markets of the greatest length, an answer of the Lambda could be too large. */
function withoutMarket(
  { requestId }: Deciding,
  { userId, marketId }: DecisionResult,
): DecisionResult {
  const problem = new Problem(
    'SERVICE_UNAVAILABLE',
    'The decision is stored, but the answer has no room for the market. Repeat this decision in another request.',
  );
  return { userId, marketId, problem: createProblemDetails(problem, requestId) };
}
