import {
  calculatePKCECodeChallenge,
  generateRandomState,
  getValidatedIdTokenClaims,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import { SignInError } from '../errors/sign-in-error.ts';
import type { SignInAttempt, SignInContext } from './context.ts';
import { requestTokens } from './token-endpoint.ts';

/** Begins a sign-in: the address of the sign-in page (RFC 6749, section 4.1.1; RFC 7636, section 4.3). */
export async function beginSignIn(
  returnTo: string | undefined,
  { client, redirectUri, scopes, endpoints, attempts, clock }: SignInContext,
): Promise<string> {
  const attempt: SignInAttempt = {
    state: generateRandomState(),
    nonce: generateRandomState(),
    codeVerifier: generateRandomState(),
    returnTo: toLocalPath(returnTo, redirectUri),
    begunAt: clock(),
  };
  // People open several sign-in pages and finish one. A few are enough to remember.
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

/** Exchanges the code that the redirect brought for tokens. A code works once, so it is not repeated. */
export async function redeemCode(
  code: string,
  { nonce, codeVerifier }: SignInAttempt,
  context: SignInContext,
): Promise<TokenEndpointResponse> {
  const answer = await requestTokens(
    context,
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: context.redirectUri,
      code_verifier: codeVerifier,
    },
    { retries: 0 },
  );
  // OpenID Connect Core, section 3.1.3.7. Without an ID token there is no nonce either.
  if (getValidatedIdTokenClaims(answer)?.nonce === nonce) return answer;
  throw new SignInError('The nonce of the ID token is not the one of this sign-in.');
}

/** Drops what leads to another origin: apps navigate to `returnTo`. */
function toLocalPath(returnTo: string | undefined, redirectUri: string): string | undefined {
  if (returnTo === undefined || !URL.canParse(returnTo, redirectUri)) return undefined;
  const app = new URL(redirectUri);
  const { protocol, host, pathname, search, hash } = new URL(returnTo, app);
  if (protocol !== app.protocol || host !== app.host) return undefined;
  // A path that begins with two slashes would be the name of a host.
  return pathname.replace(/^\/+/, '/') + search + hash;
}
