import { type AuthorizationServer, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import { SignInError } from '../errors/sign-in-error.ts';
import type { IssuerOptions } from './issuer-options.ts';
import { askIssuer } from './issuer-request.ts';

/** Where people sign in. Each of these is a key of the outputs. */
export type IssuerEndpoints = {
  /** Who signs the tokens: what the ID token must say (OpenID Connect Core, section 3.1.3.7). */
  issuer: string;
  /** The authorization endpoint (RFC 6749, section 3.1). */
  authorizeUrl: string;
  /** The token endpoint (RFC 6749, section 3.2). */
  tokenUrl: string;
  /** Cognito's `/logout`. */
  logoutUrl: string;
};

/**
 * The endpoints of an issuer, as it publishes them itself: for apps that know no more than its URL.
 *
 * @example
 * ```ts
 * const auth = authorizationCode({ ...(await discover(issuer)), clientId, redirectUri });
 * ```
 * @throws {@link SignInError} if the issuer's document is not what it must be, or names no sign-out
 * page; {@link NetworkError}, {@link GatewayError} or {@link TimeoutError}.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 */
export async function discover(
  issuer: string,
  { fetch }: Pick<IssuerOptions, 'fetch'> = {},
): Promise<IssuerEndpoints> {
  const url = new URL(issuer);
  const found = await askIssuer(
    issuer,
    async (options) => processDiscoveryResponse(url, await discoveryRequest(url, options)),
    { fetch },
  );
  return {
    issuer: found.issuer,
    authorizeUrl: required('authorization_endpoint', found),
    tokenUrl: required('token_endpoint', found),
    logoutUrl: required('end_session_endpoint', found),
  };
}

function required(
  name: 'authorization_endpoint' | 'token_endpoint' | 'end_session_endpoint',
  server: AuthorizationServer,
): string {
  const endpoint = server[name];
  if (endpoint !== undefined) return endpoint;
  throw new SignInError(`${server.issuer} names no ${name}: give the endpoints yourself.`);
}
