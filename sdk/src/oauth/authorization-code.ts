import { clockTolerance } from 'oauth4webapi';
import type { TokenRequest } from '../token-source.ts';
import type { SignInContext } from './context.ts';
import type { IssuerEndpoints } from './endpoints.ts';
import type { IssuerOptions } from './issuer-options.ts';
import { createLock } from './lock.ts';
import { createRedirectHandler } from './redirect.ts';
import { createRenewal } from './renewal.ts';
import { beginSignIn } from './sign-in.ts';
import { endSession } from './sign-out.ts';
import type { SignedIn, SignedInUser } from './signed-in.ts';
import { createStored, defaultStorage, type SignInStorage } from './storage.ts';

/** The people's app client, and where they sign in. */
export type AuthorizationCodeOptions = IssuerEndpoints &
  IssuerOptions & {
    /** `b2cClientId` of the outputs. */
    clientId: string;
    /** Where people come back to: one of `callbackUrls` of the outputs, to the letter. */
    redirectUri: string;
    /**
     * Scopes to ask for; `openid` is always among them.
     * @default all that the client has
     */
    scopes?: readonly string[] | undefined;
    /**
     * Where the sign-in is kept. `localStorage` keeps it for all tabs and until it ends, but lets
     * any script of the origin read it at any later time.
     * @default sessionStorage, or memory where there is none
     */
    storage?: SignInStorage | undefined;
    /**
     * Goes to another page.
     * @default location.assign
     */
    navigate?: ((url: string) => void) | undefined;
  };

/** A person's sign-in with this browser. Every function works on its own: `token: auth.token`. */
export type AuthorizationCode = {
  /**
   * Leaves for the sign-in page; the person comes back to `redirectUri`. A browser takes a moment to
   * leave: what follows the call still runs, so let nothing follow that needs a sign-in.
   *
   * @param options - `returnTo`: given back by `handleRedirect`, such as the path to go on with.
   */
  signIn(options?: { returnTo?: string | undefined }): Promise<void>;

  /**
   * Finishes a sign-in: call it whenever the page at `redirectUri` loads, before anything else. Called
   * twice, as React's StrictMode does, it answers twice the same.
   *
   * @param url - The page's address, of which `code` and `state` are then removed.
   * @returns `null` where the address is not the answer to a sign-in of this app.
   * @throws {@link SignInError} `reason` is `access_denied` if the person declined.
   * @default location.href
   */
  handleRedirect(url?: string): Promise<SignedIn | null>;

  /**
   * A valid access token, renewed when 75 % of its life is over: once, for all parallel calls and
   * all tabs that share the storage.
   *
   * @throws {@link NotSignedInError} when the person must sign in (again).
   */
  token(request?: TokenRequest): Promise<string>;

  /**
   * Who signed in; `null` when nobody did. This is what is stored here: that the sign-in has ended
   * meanwhile is told by the next call, with a {@link NotSignedInError}.
   */
  user(): Promise<SignedInUser | null>;

  /**
   * Ends the sign-in here and, by Cognito's `/logout`, at the sign-in page; then the person is at
   * `logoutUri`. The refresh token is revoked (RFC 7009).
   *
   * @param options - `logoutUri`: one of `logoutUrls` of the outputs, by default the root of
   * `redirectUri`.
   */
  signOut(options?: { logoutUri?: string | undefined }): Promise<void>;
};

/**
 * Signs people in by authorization code with PKCE (RFC 6749, section 4.1; RFC 7636), as a public
 * client that holds no secret.
 *
 * @example
 * ```ts
 * const auth = authorizationCode({
 *   issuer, authorizeUrl, tokenUrl, logoutUrl,
 *   clientId: b2cClientId,
 *   redirectUri: `${location.origin}/callback`,
 * });
 * const client = createB2cClient({ url: apiUrl, token: auth.token });
 * await auth.handleRedirect();
 * if (await auth.user()) await showMarkets(client);
 * else await auth.signIn();
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc7636
 */
export function authorizationCode({
  clientId,
  redirectUri,
  scopes,
  fetch,
  clock = Date.now,
  storage = defaultStorage(),
  navigate = (url) => location.assign(url),
  ...endpoints
}: AuthorizationCodeOptions): AuthorizationCode {
  const key = `christmas-markets.${clientId}`;
  const context: SignInContext = {
    // What comes straight from the token endpoint over TLS is new, whatever time this device has: its
    // clock may be off by 30 years.
    client: { client_id: clientId, [clockTolerance]: 1e9 },
    redirectUri,
    scopes,
    endpoints,
    server: {
      issuer: endpoints.issuer,
      token_endpoint: endpoints.tokenUrl,
      // Where Cognito has it.
      revocation_endpoint: new URL('revoke', endpoints.tokenUrl).href,
    },
    session: createStored(storage, key),
    attempts: createStored(storage, `${key}.sign-in`),
    lock: createLock(key),
    fetch,
    clock,
  };
  const handleRedirect = createRedirectHandler(context);
  return {
    signIn: async ({ returnTo } = {}) => navigate(await beginSignIn(returnTo, context)),
    handleRedirect: async (url = location.href) => handleRedirect(url),
    token: createRenewal(context),
    user: async () => (await context.session.read())?.user ?? null,
    signOut: async ({ logoutUri = new URL('/', redirectUri).href } = {}) =>
      navigate(await endSession(logoutUri, context)),
  };
}
