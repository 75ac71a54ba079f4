import type { DecisionResults, Market } from './contract.ts';
import { ApiError } from './errors/api-error.ts';

/** The result of one of many decisions: the market, or why the API refused the decision. */
export type DecisionResult = Pick<Market, 'userId' | 'marketId'> &
  ({ market: Market; error?: undefined } | { market?: undefined; error: ApiError });

export function toDecisionResult({
  userId,
  marketId,
  market,
  problem,
}: DecisionResults['items'][number]): DecisionResult {
  if (market !== undefined) return { userId, marketId, market };
  const { status, detail, ...data } = problem ?? noResult;
  return { userId, marketId, error: new ApiError({ ...data, httpStatus: status }, detail) };
}

const noResult = {
  code: 'INTERNAL_SERVER_ERROR',
  status: 500,
  detail: 'The API gave no result for this decision.',
};
