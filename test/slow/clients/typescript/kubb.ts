import {
  decideMarket,
  listCityChanges,
  listCityMarkets,
  submitMarket,
} from '../generated/kubb/index.ts';
import { city, environment, report, staleRevision, submission } from './environment.ts';

const { apiUrl, b2bApiUrl, applicantToken, cityHallToken } = environment;
// Its fetch client sends JSON without saying so.
const json = { 'content-type': 'application/json' };
const applicant = {
  baseURL: apiUrl,
  headers: { authorization: `Bearer ${applicantToken}`, ...json },
};
const cityHall = {
  baseURL: b2bApiUrl,
  headers: { authorization: `Bearer ${cityHallToken}`, ...json },
};

const start = await listCityChanges(city, { cursor: 'now' }, cityHall);
const { data: market } = await submitMarket('me', submission, {}, applicant);
const list = await listCityMarkets(city, { status: 'pending' }, cityHall);
const { marketId, userId, revision } = market;
const decision = { approved: true, revision, decisionsSeen: 0 };
// Its client returns a refusal like a response.
const refused = await decideMarket(
  marketId,
  userId,
  { ...decision, revision: staleRevision },
  cityHall,
);
const decided = await decideMarket(marketId, userId, decision, cityHall);
const changes = await listCityChanges(city, { cursor: start.data.nextCursor }, cityHall);

report({
  submitted: market.status,
  listed: list.data.items.some((each) => each.marketId === marketId),
  refused: {
    status: refused.status,
    code: 'code' in refused.data ? refused.data.code : undefined,
  },
  decided: decided.data.status,
  change: changes.data.items.at(-1)?.type,
});
