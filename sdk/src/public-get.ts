import type { ClientOptions } from './client-options.ts';
import { withDeadline } from './deadline.ts';
import { GatewayError } from './errors/gateway-error.ts';
import { type CallOptions, retry } from './retry.ts';
import { createTransport } from './transport.ts';

/** The API, and defaults for every call of a client that needs no token. */
export type PublicClientOptions = Omit<ClientOptions, 'token'>;

/** Reads a public list. Without a token and over REST, so that browsers send no preflight and may store the answer. */
export function createPublicGet({
  url,
  fetch,
  timeout,
  retries,
}: PublicClientOptions): <List extends { items: unknown[] }>(
  path: string,
  options?: CallOptions,
) => Promise<List> {
  const transport = createTransport(fetch);

  return (path, options = {}) => {
    const target = `${url.replace(/\/$/, '')}/v1/cities${path}`;
    const request = async (signal: AbortSignal) => {
      const response = await transport(target, { signal });
      const list = await response.json();
      if (Array.isArray(list.items)) return list;
      throw new GatewayError(target, response, { said: 'with unexpected JSON' });
    };
    return withDeadline(
      (deadline) =>
        retry(() => request(deadline.signal), { retries: options.retries ?? retries, deadline }),
      { timeout: options.timeout ?? timeout, signal: options.signal },
    );
  };
}
