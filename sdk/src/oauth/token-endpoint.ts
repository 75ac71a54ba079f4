import {
  genericTokenEndpointRequest,
  None,
  processGenericTokenEndpointResponse,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import type { SignInContext } from './context.ts';
import { requestIssuer } from './issuer-request.ts';

/** Requests a person's tokens. The claims of the ID token are checked, except its nonce. */
export function requestTokens(
  { client, server, fetch }: SignInContext,
  { grant_type, ...parameters }: { grant_type: string } & Record<string, string>,
  { retries }: { retries?: number } = {},
): Promise<TokenEndpointResponse> {
  return requestIssuer(
    server.token_endpoint,
    async (options) => {
      const response = await genericTokenEndpointRequest(
        server,
        client,
        None(),
        grant_type,
        new URLSearchParams(parameters),
        options,
      );
      return processGenericTokenEndpointResponse(server, client, response);
    },
    { fetch, retries },
  );
}
