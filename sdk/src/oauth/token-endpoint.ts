import { processGenericTokenEndpointResponse, type TokenEndpointResponse } from 'oauth4webapi';
import type { SignInContext } from './context.ts';
import { askIssuer, type RequestOptions } from './issuer-request.ts';

/** Asks for a person's tokens. What an ID token says is checked, save for its nonce. */
export function askTokenEndpoint(
  { client, server, fetch }: SignInContext,
  ask: (options: RequestOptions) => Promise<Response>,
  retries?: number,
): Promise<TokenEndpointResponse> {
  return askIssuer(
    server.token_endpoint,
    async (options) => processGenericTokenEndpointResponse(server, client, await ask(options)),
    { fetch, retries },
  );
}
