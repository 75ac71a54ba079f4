import type { TRPCClientError } from '@trpc/client';
import { httpBatchLink } from '@trpc/client/links/httpBatchLink';
import type { TRPCBuiltRouter } from '@trpc/server';
import { ApiError, type Problem } from './errors/api-error.ts';
import { GatewayError } from './errors/gateway-error.ts';
import { NetworkError } from './errors/network-error.ts';
import { toRetryAfter } from './retry-after.ts';
import type { Fetch } from './transport.ts';

type Operation = {
  path: string;
  type: 'query' | 'mutation';
  input: unknown;
  token: string;
  signal: AbortSignal;
};

/** One tRPC call; calls made in the same tick with the same token travel in one request. */
export function createLink(url: string, fetch: Fetch): (operation: Operation) => Promise<unknown> {
  const createBatchLink = (token: string) =>
    httpBatchLink<ApiRouter>({
      url,
      // The server takes 10 calls and a body of 64 KiB, which six of the longest markets fill.
      maxItems: 6,
      // The gateway takes 10,240 bytes of request line and headers; the longest token has 6,000.
      maxURLLength: 3_500,
      fetch: (target, { body, headers, method, signal } = {}) =>
        fetch(`${target}`, { body, headers, method, signal }),
      headers: { authorization: `Bearer ${token}` },
    })({});
  const links = new Map<string, ReturnType<typeof createBatchLink>>();

  return ({ token, ...operation }) =>
    new Promise((resolve, reject) => {
      // A server may call for many people by one client: a batch is one person's, and so is its link,
      // which is forgotten with the token when the tick is over.
      const link = links.get(token) ?? createBatchLink(token);
      links.set(token, link);
      setTimeout(() => links.delete(token));
      link({ op: { ...operation, id: 0, context: {} }, next: unreachable }).subscribe({
        next: ({ result }) => resolve('data' in result ? result.data : undefined),
        error: (error) => reject(toSdkError(error, url)),
      });
    });
}

function toSdkError(error: TRPCClientError<ApiRouter>, url: string): unknown {
  const { data, message, meta, cause } = error;
  const response = meta?.response;
  if (response instanceof Response) {
    if (!data) return new GatewayError(url, response, { said: 'in JSON of another kind' });
    return new ApiError(data, message, {
      cause: error,
      retryAfter: toRetryAfter(response.headers),
    });
  }
  // tRPC sends no query whose URL is too long: as the API says it of those that still fit.
  if (message.includes('too big')) {
    const tooLong = { code: 'INVALID_INPUT', httpStatus: 400 };
    return new ApiError(tooLong, 'The input is too long.', { cause: error });
  }
  // A batch with fewer answers than calls.
  return message === 'Missing result' ? new NetworkError(url, error) : cause;
}

/** As much of a router as says how its errors look. */
type ApiRouter = TRPCBuiltRouter<
  {
    ctx: object;
    meta: object;
    errorShape: { message: string; code: number; data: Problem };
    transformer: false;
  },
  Record<string, never>
>;

/** The batch link ends the chain. */
function unreachable(): never {
  throw new NetworkError('', undefined);
}
