import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startTestStack } from '../../fixture.ts';
import { createPackedProject } from './packed-project.ts';

/** `@trpc/tanstack-react-query` requires its own version of the other packages. */
const bindings = '11.22.1';

describe.each([
  ['the oldest tRPC 11 that fits', '11.4.0', []],
  ['the newest tRPC 11', '11', []],
  [
    "tRPC's binding for TanStack Query",
    bindings,
    [
      `@trpc/tanstack-react-query@${bindings}`,
      '@tanstack/react-query@5.108.4',
      'react@19.2.0',
      '@types/react@19.2.2',
    ],
  ],
])('%s', (_, version, others) => {
  it('is the only copy in the app, compiles and calls the API', { timeout: 900_000 }, async () => {
    const packages = ['@trpc/client', '@trpc/server'].map((name) => `${name}@${version}`);
    await using project = await createPackedProject([...packages, ...others, 'typescript@6.0.3']);
    expect(existsSync(`${project.dir}/node_modules/@christmas-markets/sdk/node_modules`)).toBe(
      false,
    );

    const hasBinding = others.length > 0;
    await project.write('app.ts', hasBinding ? types + bindingTypes : types);
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      // The binding's own declarations import those of tRPC's server adapters, which do not compile alone.
      skipLibCheck: hasBinding,
      noEmit: true,
    };
    await project.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['app.ts'] }));
    const tsc = 'node_modules/typescript/bin/tsc';
    expect(await project.run('node', [tsc, '-p', '.'])).toEqual({ ok: true, output: '' });

    await using stack = await startTestStack();
    const { apiUrl } = stack.outputs;
    const { token } = await stack.applicant('packed');
    await project.write('run.js', hasBinding ? script + bindingScript : script);
    const { ok, output } = await project.run('node', ['run.js', apiUrl, token]);
    expect(ok, output).toBe(true);
    expect(JSON.parse(output)).toEqual({
      items: [],
      name: 'TRPCClientError',
      isClientError: true,
      code: 'UNKNOWN_CITY',
      isApiError: true,
      cities: true,
      ...(hasBinding && { fetched: [] }),
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

const bindingTypes = `
import { QueryClient } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';

const trpc = createTRPCOptionsProxy<B2cRouter>({ client, queryClient: new QueryClient() });
export const names: Promise<string[]> = new QueryClient()
  .fetchQuery(trpc.markets.list.queryOptions({ userId: 'me' }))
  .then(({ items }) => items.map(({ marketName }) => marketName));
export const infinite = trpc.markets.list.infiniteQueryOptions(
  { userId: 'me' },
  { getNextPageParam: ({ nextCursor }) => nextCursor },
);
export const mutation = trpc.markets.submit.mutationOptions();
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
let result = {
  items,
  name: error.name,
  isClientError: error instanceof TRPCClientError,
  code: error.data.code,
  isApiError: isApiError(error.cause),
  cities: cities.length > 0,
};
process.on('exit', () => console.log(JSON.stringify(result)));
`;

/** tRPC's infinite lists add \`direction\` to the input. */
const bindingScript = `
import { QueryClient } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';

const queryClient = new QueryClient();
const trpc = createTRPCOptionsProxy({ client, queryClient });
const { pages } = await queryClient.fetchInfiniteQuery(
  trpc.markets.list.infiniteQueryOptions(
    { userId: 'me' },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  ),
);
result = { ...result, fetched: pages.flatMap((page) => page.items) };
`;
