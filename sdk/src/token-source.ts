import { NotSignedInError } from './errors/not-signed-in-error.ts';

/**
 * Gives access tokens. It is called before every request, so it should keep its token.
 * {@link clientCredentials} and `token` of {@link authorizationCode} are such functions.
 */
export type TokenSource = (request: TokenRequest) => string | Promise<string>;

/** Why a token is needed. */
export type TokenRequest = {
  /** The token that the API has just refused. Give another one, or the call fails. */
  refused?: string | undefined;
};

/** A source whose tokens can be sent; an empty one means that no user is signed in. */
export function createTokenSource(
  token: string | TokenSource,
): (request: TokenRequest) => Promise<string> {
  if (typeof token !== 'string' && typeof token !== 'function') {
    throw new TypeError(`token must be a string or a function, found ${typeof token}.`);
  }
  return async (request: TokenRequest): Promise<string> => {
    const given: unknown = typeof token === 'string' ? token : await token(request);
    if (given === '') throw new NotSignedInError();
    if (typeof given === 'string' && isBearerToken(given)) return given;
    // Without the token: messages end up in logs.
    throw new TypeError('token must be an access token, without white space.');
  };
}

/** RFC 6750, section 2.1. */
function isBearerToken(token: string): boolean {
  return /^[\w.~+/-]+=*$/.test(token);
}
