import { processGenericTokenEndpointResponse, type TokenEndpointResponse } from 'oauth4webapi';
import type { SignInContext } from './context.ts';
import { postForm } from './post-form.ts';

/** Requests a person's tokens. The claims of the ID token are checked, except its nonce. */
export function requestTokens(
  { client, server, fetch }: SignInContext,
  parameters: { grant_type: string } & Record<string, string>,
  { retries }: { retries?: number } = {},
): Promise<TokenEndpointResponse> {
  return postForm(
    server.token_endpoint,
    { client_id: client.client_id, ...parameters },
    (response) => processGenericTokenEndpointResponse(server, client, response),
    { fetch, retries },
  );
}
