import {
  ClientSecretBasic,
  clientCredentialsGrantRequest,
  processClientCredentialsResponse,
} from 'oauth4webapi';
import type { TokenRequest } from '../token-source.ts';
import type { IssuerOptions } from './issuer-options.ts';
import { askIssuer } from './issuer-request.ts';
import { isFresh, isUsable, type Tokens, toTokens } from './tokens.ts';

/** A machine's app client, and where it gets tokens. */
export type ClientCredentialsOptions = IssuerOptions & {
  /** `b2bTokenUrl` of the outputs. */
  tokenUrl: string;
  /** `clientId` of a city hall in the outputs. */
  clientId: string;
  /** Kept in memory, and sent to `tokenUrl` only. Never put it into a browser. */
  clientSecret: string;
  /**
   * Scopes to ask for.
   * @default all that the client has
   */
  scopes?: readonly string[] | undefined;
};

/**
 * Access tokens of a machine by its client id and secret (RFC 6749, section 4.4). Tokens cost money
 * and are limited in number, so one is used for 75 % of its life, by any number of parallel calls;
 * keep one source for as long as the process lives. Where renewing fails, the old token serves on
 * until it expires.
 *
 * @example
 * ```ts
 * const token = clientCredentials({ tokenUrl: b2bTokenUrl, clientId, clientSecret });
 * const client = createB2bClient({ url: b2bApiUrl, token });
 * ```
 * @throws When a token is asked for: {@link SignInError} with the issuer's `reason`, such as
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
}: ClientCredentialsOptions): (request?: TokenRequest) => Promise<string> {
  const server = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl };
  const client = { client_id: clientId };
  const parameters = new URLSearchParams(scopes && { scope: scopes.join(' ') });
  let tokens: Tokens | undefined;
  let renewing: Promise<Tokens> | undefined;

  async function renew(): Promise<Tokens> {
    const askedAt = clock();
    const answer = await askIssuer(
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
