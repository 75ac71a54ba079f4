import { allowInsecureRequests, customFetch, ResponseBodyError } from 'oauth4webapi';
import { withDeadline } from '../deadline.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { NetworkError } from '../errors/network-error.ts';
import { SignInError } from '../errors/sign-in-error.ts';
import { retry } from '../retry.ts';
import { createTransport, type Fetch } from '../transport.ts';

/** The options of every `oauth4webapi` request. */
export type RequestOptions = {
  signal: AbortSignal;
  [customFetch]: Fetch;
  [allowInsecureRequests]: boolean;
};

/** Makes an `oauth4webapi` request: in time, repeated after temporary failures, with our errors. */
export function requestIssuer<Output>(
  url: string,
  ask: (options: RequestOptions) => Promise<Output>,
  { fetch, retries }: { fetch: Fetch | undefined; retries?: number | undefined },
): Promise<Output> {
  const transport = createTransport(fetch);
  const request = (signal: AbortSignal) =>
    ask({
      signal,
      async [customFetch](target, init) {
        const response = await transport(target, init);
        // With a challenge oauth4webapi does not report why the client was refused.
        response.headers.delete('www-authenticate');
        return response;
      },
      // The endpoints were checked: assertSecureUrls.
      [allowInsecureRequests]: true,
    }).catch((error) => {
      throw toSignInError(error, url);
    });
  return withDeadline(
    (deadline) => retry(() => request(deadline.signal), { retries, deadline }),
    // Half of a call's time, so that the call can continue with the old token.
    { timeout: 5_000 },
  );
}

/** Without a `cause`: those of `oauth4webapi` may hold the whole response with its tokens. */
function toSignInError(error: unknown, url: string): unknown {
  const isOurs = error instanceof NetworkError || error instanceof GatewayError;
  if (isOurs || !(error instanceof Error)) return error;
  const reason = error instanceof ResponseBodyError ? error.error : undefined;
  return new SignInError(`${url} gave no token: ${reason ?? error.message}.`, reason);
}
