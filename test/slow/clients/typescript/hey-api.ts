import { createClient } from '../generated/hey-api/client/index.ts';
import {
  decideMarket,
  listCityChanges,
  listCityMarkets,
  submitMarket,
} from '../generated/hey-api/sdk.gen.ts';
import { city, environment, report, staleRevision, submission } from './environment.ts';

const { apiUrl, b2bApiUrl, applicantToken, cityHallToken } = environment;
const applicant = createClient({ baseUrl: apiUrl, auth: applicantToken, throwOnError: true });
const cityHall = createClient({ baseUrl: b2bApiUrl, auth: cityHallToken });

const start = await listCityChanges({ client: cityHall, path: { city }, query: { cursor: 'now' } });
const { data: market } = await submitMarket({
  client: applicant,
  path: { userId: 'me' },
  body: submission,
  throwOnError: true,
});
const list = await listCityMarkets({
  client: cityHall,
  path: { city },
  query: { status: 'pending' },
});
const path = { marketId: market.marketId, userId: market.userId };
const decision = { approved: true, revision: market.revision, decisionsSeen: 0 };
const refused = await decideMarket({
  client: cityHall,
  path,
  body: { ...decision, revision: staleRevision },
});
const decided = await decideMarket({ client: cityHall, path, body: decision });
const changes = await listCityChanges({
  client: cityHall,
  path: { city },
  query: { cursor: start.data?.nextCursor ?? '' },
});

report({
  submitted: market.status,
  listed: list.data?.items.some(({ marketId }) => marketId === market.marketId),
  refused: {
    status: refused.response?.status,
    code: refused.error && 'code' in refused.error ? refused.error.code : undefined,
  },
  decided: decided.data?.status,
  change: changes.data?.items.at(-1)?.type,
});
