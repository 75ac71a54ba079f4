import type { B2cRouter } from '@christmas-markets/sdk/trpc';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { inferRouterInputs } from '@trpc/server';
import { apiUrl } from './settings.ts';

let token = '';
const { markets } = createTRPCClient<B2cRouter>({
  links: [
    httpBatchLink({
      url: `${apiUrl}/trpc/b2c`,
      headers: () => ({ authorization: `Bearer ${token}` }),
    }),
  ],
});

/** Another package signs the person in. */
export const setToken = (given: string) => {
  token = given;
};
export const list = () => markets.list.query({ userId: 'me' });
export const submit = (market: inferRouterInputs<B2cRouter>['markets']['submit']) =>
  markets.submit.mutate(market);
