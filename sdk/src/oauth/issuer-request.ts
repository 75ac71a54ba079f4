import { allowInsecureRequests, customFetch } from 'oauth4webapi';
import { isLoopback } from '../base-url.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { NetworkError } from '../errors/network-error.ts';
import { SignInError } from '../errors/sign-in-error.ts';
import { settle } from '../retry.ts';
import { createTransport, type Fetch } from '../transport.ts';

/** What `oauth4webapi` takes with every request. */
export type RequestOptions = {
  signal: AbortSignal;
  [customFetch]: Fetch;
  [allowInsecureRequests]: boolean;
};

/** Makes a request of `oauth4webapi`: in time, repeated where that helps, with our errors. */
export function askIssuer<Output>(
  url: string,
  ask: (options: RequestOptions) => Promise<Output>,
  { fetch, retries }: { fetch: Fetch | undefined; retries?: number | undefined },
): Promise<Output> {
  const transport = createTransport(fetch);
  return settle(
    (signal) =>
      ask({
        signal,
        async [customFetch](target, init) {
          const response = await transport(target, init);
          // Else oauth4webapi reports the challenge, and not why the client was refused.
          response.headers.delete('www-authenticate');
          return response;
        },
        [allowInsecureRequests]: isLoopback(url),
      }).catch((error) => {
        throw toSignInError(error, url);
      }),
    // Half of a call's time, so that a call can go on with the old token.
    { timeout: 5_000, retries },
  );
}

/** No `cause`: those of `oauth4webapi` may hold the whole answer, tokens and all. */
function toSignInError(error: unknown, url: string): unknown {
  if (error instanceof NetworkError || error instanceof GatewayError) return error;
  if (!(error instanceof Error)) return error;
  const reason = 'error' in error && typeof error.error === 'string' ? error.error : undefined;
  return new SignInError(`${url} gave no token: ${reason ?? error.message}.`, reason);
}
