import { discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import { SignInError } from '../errors/sign-in-error.ts';
import { assertSecureUrls, isSecureUrl } from '../options.ts';
import type { IssuerOptions } from './issuer-options.ts';
import { requestIssuer } from './issuer-request.ts';

/** Where people sign in. Each is a key of the outputs. */
export type IssuerEndpoints = {
  /** Who signs the tokens. The ID token must name it (OpenID Connect Core, section 3.1.3.7). */
  issuer: string;
  /** The authorization endpoint (RFC 6749, section 3.1). */
  authorizeUrl: string;
  /** The token endpoint (RFC 6749, section 3.2). */
  tokenUrl: string;
  /** Cognito's `/logout`. */
  logoutUrl: string;
};

/**
 * The endpoints of an issuer, from its discovery document. For apps that know the issuer's URL only.
 *
 * @example
 * ```ts
 * const auth = authorizationCode({ ...(await discover(issuer)), clientId, redirectUri });
 * ```
 * @throws `TypeError` if `issuer` is not an `https:` URL.
 * @throws {@link SignInError} if the document is invalid, or an endpoint is missing or not an `https:`
 * URL; {@link NetworkError}, {@link GatewayError} or {@link TimeoutError}.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 */
export async function discover(
  issuer: string,
  { fetch, allowInsecureHttp }: Pick<IssuerOptions, 'fetch' | 'allowInsecureHttp'> = {},
): Promise<IssuerEndpoints> {
  assertSecureUrls({ issuer }, allowInsecureHttp);
  const url = new URL(issuer);
  const found = await requestIssuer(
    issuer,
    async (options) => processDiscoveryResponse(url, await discoveryRequest(url, options)),
    { fetch },
  );
  const required = (
    name: 'authorization_endpoint' | 'token_endpoint' | 'end_session_endpoint',
  ): string => {
    const endpoint = found[name];
    if (endpoint !== undefined && isSecureUrl(endpoint, allowInsecureHttp)) return endpoint;
    throw new SignInError(
      `${issuer} names no https:// URL as its ${name}. Pass the endpoints as options.`,
    );
  };
  return {
    issuer: found.issuer,
    authorizeUrl: required('authorization_endpoint'),
    tokenUrl: required('token_endpoint'),
    logoutUrl: required('end_session_endpoint'),
  };
}
