import {
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  generateRandomState,
  getValidatedIdTokenClaims,
  None,
  type TokenEndpointResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import { SignInError } from '../errors/sign-in-error.ts';
import type { SignInContext } from './context.ts';
import { askTokenEndpoint } from './token-endpoint.ts';

/** What must be remembered between leaving for the sign-in page and coming back. */
export type SignInAttempt = {
  state: string;
  nonce: string;
  codeVerifier: string;
  returnTo: string | undefined;
};

/** Begins a sign-in: the address of the sign-in page (RFC 6749, section 4.1.1; RFC 7636, 4.3). */
export async function beginSignIn(
  returnTo: string | undefined,
  { client, redirectUri, scopes, endpoints, attempts }: SignInContext,
): Promise<string> {
  const attempt: SignInAttempt = {
    state: generateRandomState(),
    nonce: generateRandomState(),
    codeVerifier: generateRandomState(),
    returnTo,
  };
  // People open several sign-in pages and finish one: a few are enough to remember.
  await attempts.write([attempt, ...((await attempts.read()) ?? [])].slice(0, 5));
  const url = new URL(endpoints.authorizeUrl);
  url.search = `${new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
    code_challenge_method: 'S256',
    ...(scopes && { scope: [...new Set(['openid', ...scopes])].join(' ') }),
  })}`;
  return url.href;
}

/** Checks the answer that the redirect brought, and trades its code for tokens. A code works once. */
export async function redeemCode(
  parameters: URLSearchParams,
  { state, nonce, codeVerifier }: SignInAttempt,
  context: SignInContext,
): Promise<TokenEndpointResponse> {
  const { client, server, redirectUri } = context;
  const answer = await askTokenEndpoint(
    context,
    async (options) =>
      authorizationCodeGrantRequest(
        server,
        client,
        None(),
        validateAuthResponse(server, client, parameters, state),
        redirectUri,
        codeVerifier,
        options,
      ),
    0,
  );
  // OpenID Connect Core, section 3.1.3.7. Without an ID token there is none either.
  if (getValidatedIdTokenClaims(answer)?.nonce === nonce) return answer;
  throw new SignInError('The ID token has another nonce than this sign-in.');
}
