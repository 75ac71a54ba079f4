import {
  decideMarket,
  listCityChanges,
  listCityMarkets,
  submitMarket,
} from '../generated/orval/client.ts';
import { city, report, staleRevision, submission } from './environment.ts';

const start = await listCityChanges(city, { cursor: 'now' });
if (start.status !== 200) throw new Error(`${start.status}`);
const submitted = await submitMarket('me', submission);
if (submitted.status !== 201) throw new Error(JSON.stringify(submitted));
const { marketId, userId, revision, status } = submitted.data;
const list = await listCityMarkets(city, { status: 'pending' });
const decision = { approved: true, revision, decisionsSeen: 0 };
const refused = await decideMarket(marketId, userId, { ...decision, revision: staleRevision });
const decided = await decideMarket(marketId, userId, decision);
const changes = await listCityChanges(city, { cursor: start.data.nextCursor });

report({
  submitted: status,
  listed: list.status === 200 && list.data.items.some((market) => market.marketId === marketId),
  refused: {
    status: refused.status,
    code: refused.status === 409 ? refused.data.code : undefined,
  },
  decided: decided.status === 200 ? decided.data.status : undefined,
  change: changes.status === 200 ? changes.data.items.at(-1)?.type : undefined,
});
