import {
  ClientSecretBasic,
  clientCredentialsGrantRequest,
  processClientCredentialsResponse,
} from 'oauth4webapi';
import { assertGiven, assertSecureUrls } from '../options.ts';
import type { TokenRequest } from '../token-source.ts';
import type { IssuerOptions } from './issuer-options.ts';
import { requestIssuer } from './issuer-request.ts';
import { isFresh, isUsable, type Tokens, toTokens } from './tokens.ts';

/** The app client of a city hall, and where it gets tokens. */
export type ClientCredentialsOptions = IssuerOptions & {
  /** `b2bTokenUrl` of the outputs. */
  tokenUrl: string;
  /** `clientId` of a city hall in the outputs. */
  clientId: string;
  /** Kept in memory and sent to `tokenUrl` only. Never use it in a browser. */
  clientSecret: string;
  /**
   * Scopes to request.
   * @default all scopes of the client
   */
  scopes?: readonly string[] | undefined;
};

/**
 * Access tokens for a system, by client id and secret (RFC 6749, section 4.4). Tokens cost money and are
 * limited in number, so a token is used for 75 % of its life, by any number of parallel calls. Create one
 * source per process. If a renewal fails, the old token is used until it expires.
 *
 * @example
 * ```ts
 * const token = clientCredentials({ tokenUrl: b2bTokenUrl, clientId, clientSecret });
 * const client = createB2bClient({ url: b2bApiUrl, token });
 * ```
 * @throws `TypeError` if an option is missing or `tokenUrl` is not an `https:` URL.
 * @throws When a token is requested: {@link SignInError} with the issuer's `reason`, such as
 * `invalid_client` or `invalid_scope`; {@link NetworkError}, {@link GatewayError} or
 * {@link TimeoutError}.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
export function clientCredentials({
  tokenUrl,
  clientId,
  clientSecret,
  scopes,
  fetch,
  clock = Date.now,
  allowInsecureHttp,
}: ClientCredentialsOptions): (request?: TokenRequest) => Promise<string> {
  assertGiven({ clientId, clientSecret });
  assertSecureUrls({ tokenUrl }, allowInsecureHttp);
  const server = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl };
  const client = { client_id: clientId };
  const parameters = new URLSearchParams(scopes && { scope: scopes.join(' ') });
  let tokens: Tokens | undefined;
  let renewing: Promise<Tokens> | undefined;

  async function renew(): Promise<Tokens> {
    const askedAt = clock();
    const answer = await requestIssuer(
      tokenUrl,
      async (options) => {
        const authentication = ClientSecretBasic(clientSecret);
        const response = await clientCredentialsGrantRequest(
          server,
          client,
          authentication,
          parameters,
          options,
        );
        return processClientCredentialsResponse(server, client, response);
      },
      { fetch },
    );
    tokens = toTokens(answer, askedAt);
    return tokens;
  }

  return async ({ refused } = {}) => {
    const use = { now: clock(), refused };
    if (tokens && isFresh(tokens, use)) return tokens.accessToken;
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    try {
      return (await renewing).accessToken;
    } catch (error) {
      if (tokens && isUsable(tokens, use)) return tokens.accessToken;
      throw error;
    }
  };
}
