/**
 * Where access tokens come from: asked before every request, so it should remember its token.
 * {@link clientCredentials} and `token` of {@link authorizationCode} are such functions.
 */
export type TokenSource = (request: TokenRequest) => string | Promise<string>;

/** Why a token is asked for. */
export type TokenRequest = {
  /** The token that the API has just refused: give another one, or the call fails. */
  refused?: string | undefined;
};
