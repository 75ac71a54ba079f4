import type { AnyTRPCRouter } from '@trpc/server';
import { createAuthorise } from './authorise.ts';
import type { ClientOptions } from './client-options.ts';
import { withDeadline } from './deadline.ts';
import { createLink, type Operation } from './link.ts';
import { assertSecureUrls } from './options.ts';
import { type CallOptions, retry } from './retry.ts';
import type { PathOf, ProcedureAt, RouterName } from './router.ts';
import { createTransport } from './transport.ts';

/** Calls procedures by name: in time, with a token, and repeated where that is safe. */
export function createCall(
  router: RouterName,
  { url, token, fetch, timeout, retries, allowInsecureHttp }: ClientOptions,
): (operation: Operation, options?: CallOptions) => Promise<unknown> {
  assertSecureUrls({ url }, allowInsecureHttp);
  const transport = createTransport(fetch);
  const baseUrl = url.replace(/\/$/, '');
  const link = createLink(`${baseUrl}/trpc/${router}`, transport);
  const authorise = createAuthorise({
    token,
    isReachable: () => transport(`${baseUrl}/health`, {}).then(Boolean, () => false),
  });

  return (operation, options = {}) => {
    const isRepeatable = isSafeToRepeat(operation);
    return withDeadline(
      (deadline) =>
        authorise(
          (token) =>
            retry(() => link({ ...operation, token, signal: deadline.signal }), {
              retries: options.retries ?? retries,
              deadline,
              isRepeatable,
            }),
          { isRepeatable },
        ),
      { timeout: options.timeout ?? timeout, signal: options.signal },
    );
  };
}

/** The same with the types of the contract. Outputs are not validated. */
export function createTypedCall<Router extends AnyTRPCRouter>(
  router: RouterName,
  options: ClientOptions,
): Call<Router>;
export function createTypedCall(
  router: RouterName,
  options: ClientOptions,
): (operation: never, options?: CallOptions) => Promise<unknown> {
  return createCall(router, options);
}

/** Calls the procedures of a router. */
type Call<Router extends AnyTRPCRouter> = <Path extends PathOf<Router>>(
  operation: {
    path: Path;
    type: ProcedureAt<Router, Path>['_def']['type'];
    input: ProcedureAt<Router, Path>['_def']['$types']['input'];
  },
  options?: CallOptions,
) => Promise<ProcedureAt<Router, Path>['_def']['$types']['output']>;

/** Whether a second execution changes nothing. A submission needs a `marketId` for that. */
function isSafeToRepeat({ path, type, input }: Operation): boolean {
  if (type === 'query') return true;
  if (path !== 'markets.submit') return idempotentMutations.includes(path);
  return (
    typeof input === 'object' && input !== null && 'marketId' in input && Boolean(input.marketId)
  );
}

const idempotentMutations = [
  'markets.withdraw',
  'markets.decide',
  'markets.decideMany',
  'users.erase',
];
