import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startTestStack } from '../../fixture.ts';
import { createPackedProject } from './packed-project.ts';

describe.each([
  [
    'the oldest tRPC 11 and TanStack Query 5 that fit',
    '11.4.0',
    ['@tanstack/react-query@5.0.0', 'react@18.2.0', 'react-dom@18.2.0', '@types/react@18.3.32'],
  ],
  ['the newest tRPC 11', '11', []],
])('%s', (_, version, others) => {
  it('is the only copy in the app, compiles and calls the API', { timeout: 900_000 }, async () => {
    const packages = ['@trpc/client', '@trpc/server'].map((name) => `${name}@${version}`);
    await using project = await createPackedProject([...packages, ...others, 'typescript@6.0.3']);
    expect(existsSync(`${project.dir}/node_modules/@christmas-markets/sdk/node_modules`)).toBe(
      false,
    );

    await project.write('app.ts', types);
    if (others.length > 0) await project.write('query.ts', queryTypes);
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    };
    await project.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    const tsc = 'node_modules/typescript/bin/tsc';
    expect(await project.run('node', [tsc, '-p', '.'])).toEqual({ ok: true, output: '' });

    await using stack = await startTestStack();
    const { apiUrl } = stack.outputs;
    const { token } = await stack.applicant('packed');
    await project.write('run.js', script);
    const { ok, output } = await project.run('node', ['run.js', apiUrl, token]);
    expect(ok, output).toBe(true);
    expect(JSON.parse(output)).toEqual({
      items: [],
      name: 'TRPCClientError',
      isClientError: true,
      code: 'UNKNOWN_CITY',
      isApiError: true,
      cities: true,
    });
  });
});

const types = `
import { createTRPCClient } from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { type B2bRouter, type B2cRouter, marketsLink } from '@christmas-markets/sdk/trpc';

const options = { url: 'https://api.example.com', token: 'token' };
export const client = createTRPCClient<B2cRouter>({
  links: [marketsLink({ router: 'b2c', ...options })],
});
export const page: Promise<{ items: { marketName: string }[] }> = client.markets.list.query({
  userId: 'me',
});
export const revision: inferRouterOutputs<B2cRouter>['markets']['submit']['revision'] = '';
export const input: inferRouterInputs<B2bRouter>['markets']['list'] = { city: 'Iași' };
const hall = createTRPCClient<B2bRouter>({ links: [marketsLink({ router: 'b2b', ...options })] });
// @ts-expect-error: a list is one of a city
void hall.markets.list.query({});
`;

const queryTypes = `
import type { B2cClient } from '@christmas-markets/sdk';
import { ownMarketsOptions, submitOptions } from '@christmas-markets/sdk/react-query';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';

export function useMarkets(client: B2cClient) {
  const { data } = useInfiniteQuery(ownMarketsOptions(client));
  const names: string[] = data?.pages.flatMap(({ items }) => items.map((each) => each.marketName)) ?? [];
  const { mutate } = useMutation(submitOptions(client));
  // @ts-expect-error: a market has a description
  return () => mutate({ marketName: names.join(), marketAveragePrice: 1, city: 'Iași' });
}
`;

const script = `
import { createTRPCClient, TRPCClientError } from '@trpc/client';
import { createB2cClient, isApiError } from '@christmas-markets/sdk';
import { marketsLink } from '@christmas-markets/sdk/trpc';

const [, , url, token] = process.argv;
const client = createTRPCClient({ links: [marketsLink({ router: 'b2c', url, token })] });
const { items } = await client.markets.list.query({ userId: 'me' });
const atlantis = { marketName: 'a', marketDescription: 'b', marketAveragePrice: 1, city: 'Atlantis' };
const error = await client.markets.submit
  .mutate({ userId: 'me', ...atlantis })
  .catch((thrown) => thrown);
const cities = await createB2cClient({ url, token }).cities();
const result = {
  items,
  name: error.name,
  isClientError: error instanceof TRPCClientError,
  code: error.data.code,
  isApiError: isApiError(error.cause),
  cities: cities.length > 0,
};
console.log(JSON.stringify(result));
`;
