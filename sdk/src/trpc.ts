import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { createCall } from './call.ts';
import type { ClientOptions } from './client-options.ts';
import type { RouterName, Routers } from './router.ts';

export type { ClientOptions } from './client-options.ts';
export type { ProblemData } from './problem.ts';
export type { B2bRouter, B2cRouter, PublicRouter } from './router.ts';
export type { TokenRequest, TokenSource } from './token-source.ts';
export type { Fetch } from './transport.ts';

/** The router to call, the API, the caller, and defaults for every call. */
export type MarketsLinkOptions<Name extends RouterName> = ClientOptions & {
  /** `b2c` for applicants, `b2b` for city halls. */
  router: Name;
};

/**
 * A terminating link for tRPC's own clients, with everything that the clients of this package have: token
 * renewal, a time limit for the whole call, safe retries, and batching. `timeout` and `retries` of
 * one call are given in its `context`.
 *
 * Errors are `TRPCClientError`, whose `cause` is the {@link SdkError} and whose `data` is {@link ProblemData}
 * if the API refused the call.
 *
 * @example
 * ```ts
 * const client = createTRPCClient<B2cRouter>({
 *   links: [marketsLink({ router: 'b2c', url: apiUrl, token: auth.token })],
 * });
 * const { items } = await client.markets.list.query({ userId: 'me' });
 * ```
 * @throws `TypeError` if `url` is not an `https:` URL. `http:` is allowed on loopback.
 * @see https://trpc.io/docs/client/links
 */
export function marketsLink<Name extends RouterName>({
  router,
  ...options
}: MarketsLinkOptions<Name>): TRPCLink<Routers[Name]> {
  const call = createCall(router, options);
  return () =>
    ({ op: { path, type, input, signal, context } }) =>
      observable((observer) => {
        if (type === 'subscription') throw new TypeError('The API has no subscriptions.');
        const unsubscribed = new AbortController();
        const abort = () => unsubscribed.abort(signal?.reason);
        signal?.addEventListener('abort', abort);
        if (signal?.aborted) abort();
        call(
          { path, type, input },
          {
            timeout: toNumber(context.timeout),
            retries: toNumber(context.retries),
            signal: unsubscribed.signal,
          },
        )
          .then(
            (data) => {
              observer.next({ result: { data } });
              observer.complete();
            },
            (error: unknown) => observer.error(toClientError(error)),
          )
          .finally(() => signal?.removeEventListener('abort', abort));
        return () => unsubscribed.abort();
      });
}

function toClientError(error: unknown): TRPCClientError<Routers[RouterName]> {
  if (!(error instanceof Error)) return new TRPCClientError(String(error));
  // What the API refused is an ApiError, caused by the error that tRPC made of the answer.
  const { cause } = error;
  const isAnswer = cause instanceof TRPCClientError;
  return new TRPCClientError(error.message, {
    cause: error,
    ...(isAnswer && { result: { error: cause.shape }, meta: cause.meta }),
  });
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
