// Compiled, never run. Every line after an @ts-expect-error must be a mistake that the types catch:
// should one of them compile, its @ts-expect-error is the error.
import {
  type B2bClient,
  type B2cClient,
  clientCredentials,
  createB2cClient,
  isApiError,
  type Market,
} from '@christmas-markets/sdk';
import type { RestClient } from '@christmas-markets/sdk/rest';

export async function applicant(client: B2cClient, market: Market): Promise<void> {
  // @ts-expect-error: applicants cannot decide
  await client.markets.approve(market);
  // @ts-expect-error: nor reject
  await client.markets.reject(market, 'No');
  // @ts-expect-error: nor list a city's markets
  await client.markets.list({ city: 'Iași' });
  // @ts-expect-error: an edit needs the revision that was read
  await client.markets.edit({ marketId: market.marketId }, { marketName: 'New' });
  // @ts-expect-error: the city cannot be changed
  await client.markets.edit(market, { city: 'Iași' });
  // @ts-expect-error: a status is not for the applicant to set
  await client.markets.edit(market, { status: 'approved' });
  // @ts-expect-error: a market has a name
  await client.markets.submit({ marketDescription: '', marketAveragePrice: 1, city: '' });
  await client.markets.submit({
    marketName: '',
    marketDescription: '',
    city: '',
    // @ts-expect-error: a price is a number
    marketAveragePrice: '12.50',
  });
  // @ts-expect-error: listAll finds the pages by itself
  client.markets.listAll({ cursor: 'any' });
  // @ts-expect-error: withdraw tells nothing
  const _withdrawn: Market = await client.markets.withdraw(market);
  // @ts-expect-error: there is no such option
  await client.markets.list({}, { attempts: 3 });
}

export async function cityHall(client: B2bClient, market: Market): Promise<void> {
  // @ts-expect-error: city halls submit nothing
  await client.markets.submit(market);
  // @ts-expect-error: a list is one of a city
  await client.markets.list({ status: 'pending' });
  // @ts-expect-error: there is no such status
  await client.markets.list({ city: 'Iași', status: 'open' });
  // @ts-expect-error: a rejection needs a reason
  await client.markets.reject(market);
  // @ts-expect-error: a decision needs the revision that was read
  await client.markets.approve({ marketId: market.marketId, userId: market.userId });
  const { userId, marketId, revision } = market;
  // @ts-expect-error: without the decisions that were seen, it would overrule those that were not
  await client.markets.approve({ userId, marketId, revision });
  // @ts-expect-error: nor is a rejection sent without them
  await client.markets.reject({ userId, marketId, revision }, 'Too loud');
  // @ts-expect-error: a decision says which
  await client.markets.decide({ userId, marketId, revision });
  // @ts-expect-error: a rejection needs a reason, from every sender
  await client.markets.decide({ userId, marketId, revision, approved: false });
  const rejection = { userId, marketId, revision, approved: false } as const;
  // @ts-expect-error: a rejection needs a reason, also among many decisions
  const results = await client.markets.decideMany({ city: 'Iași', decisions: [rejection] });
  // @ts-expect-error: a result may have an error in place of the market
  results[0]?.market.status;
}

export function misunderstood(market: Market, error: unknown): void {
  // @ts-expect-error: there is no such status
  if (market.status === 'open') return;
  // @ts-expect-error: a code is a text
  if (isApiError(error) && error.code === 409) return;
  // @ts-expect-error: what was thrown is not known before it was asked
  error.code;
  // @ts-expect-error: a client needs a token
  createB2cClient({ url: 'https://api.example.com' });
  // @ts-expect-error: a machine has a secret
  clientCredentials({ tokenUrl: 'https://issuer.example.com', clientId: 'client' });
}

export async function rest(client: RestClient): Promise<void> {
  // @ts-expect-error: there is no such path
  await client.GET('/v1/market');
  // @ts-expect-error: the path has a parameter
  await client.GET('/v1/b2b/christmas-markets/city/{city}');
}
