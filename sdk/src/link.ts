import type { TRPCClientError } from '@trpc/client';
import { httpBatchLink } from '@trpc/client/links/httpBatchLink';
import { ApiError } from './errors/api-error.ts';
import { GatewayError } from './errors/gateway-error.ts';
import { NetworkError } from './errors/network-error.ts';
import { toRetryAfter } from './retry-after.ts';
import type { B2cRouter } from './router.ts';
import type { Fetch } from './transport.ts';

/** A call of a procedure. */
export type Operation = { path: string; type: 'query' | 'mutation'; input: unknown };

/** Sends tRPC calls. Those made in the same tick with the same token travel in one request. */
export function createLink(
  url: string,
  fetch: Fetch,
): (operation: Operation & { token: string; signal: AbortSignal }) => Promise<unknown> {
  const createBatchLink = (token: string) =>
    httpBatchLink<B2cRouter>({
      url,
      // The server accepts 10 calls and 64 KiB. Six of the longest markets fill that.
      maxItems: 6,
      // The gateway accepts 10,240 bytes of request line and headers. The longest token has 6,000.
      maxURLLength: 3_500,
      fetch: (target, init = {}) => fetch(`${target}`, init),
      headers: { authorization: `Bearer ${token}` },
    })({});
  const links = new Map<string, ReturnType<typeof createBatchLink>>();

  return ({ token, ...operation }) =>
    new Promise((resolve, reject) => {
      // A server may call for many people with one client. Each batch belongs to one of them, so each
      // token has its own link, which is dropped at the end of the tick. Many decisions are a batch already.
      const isBatched = operation.path !== 'markets.decideMany';
      const link = (isBatched && links.get(token)) || createBatchLink(token);
      if (isBatched) links.set(token, link);
      setTimeout(() => links.delete(token));
      link({ op: { ...operation, id: 0, context: {} }, next }).subscribe({
        next: ({ result }) => resolve('data' in result ? result.data : undefined),
        error: (error) => reject(toSdkError(error, url)),
      });
    });
}

function toSdkError(error: TRPCClientError<B2cRouter>, url: string): unknown {
  const { data, message, meta, cause } = error;
  const response = meta?.response;
  if (response instanceof Response) {
    if (!data) return new GatewayError(url, response, { said: 'with unexpected JSON' });
    return new ApiError(data, message, {
      cause: error,
      retryAfter: toRetryAfter(response.headers),
    });
  }
  // tRPC does not send a query whose URL is too long. The API refuses shorter ones with this code.
  if (message.includes('too big')) {
    const tooLong = { code: 'INVALID_INPUT', httpStatus: 400 };
    return new ApiError(tooLong, 'The input is too long.', { cause: error });
  }
  // A batch with fewer answers than calls.
  return message === 'Missing result' ? new NetworkError(url, error) : cause;
}

/** Nothing comes after `httpBatchLink`. tRPC's own client, which would provide this, is 2.5 KB. */
function next(): never {
  throw new Error('Unreachable');
}
