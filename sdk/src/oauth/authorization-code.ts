import { clockTolerance } from 'oauth4webapi';
import { assertGiven, assertSecureUrls } from '../options.ts';
import type { TokenRequest } from '../token-source.ts';
import type { SignInContext } from './context.ts';
import type { IssuerEndpoints } from './endpoints.ts';
import type { IssuerOptions } from './issuer-options.ts';
import { createLock } from './lock.ts';
import { createRedirectHandler } from './redirect.ts';
import { createRenewal } from './renewal.ts';
import type { SignedIn, SignedInUser } from './session.ts';
import { createSessionStore, type SessionChange } from './session-store.ts';
import { beginSignIn } from './sign-in.ts';
import { endSession } from './sign-out.ts';
import { createStored, readTabStorage, type SignInStorage } from './storage.ts';

/** The app client of applicants, and where they sign in. */
export type AuthorizationCodeOptions = IssuerEndpoints &
  IssuerOptions & {
    /** `b2cClientId` of the outputs. */
    clientId: string;
    /** Where people return after signing in. Exactly one of `callbackUrls` of the outputs. */
    redirectUri: string;
    /**
     * Scopes to request. `openid` is always added.
     * @default all scopes of the client
     */
    scopes?: readonly string[] | undefined;
    /**
     * Where the sign-in is kept. `localStorage` shares it among tabs and keeps it until it ends, but any
     * script of the origin can read it at any later time.
     * @default sessionStorage, or memory outside browsers
     */
    storage?: SignInStorage | undefined;
    /**
     * Navigates to another page.
     * @default location.assign
     */
    navigate?: ((url: string) => void) | undefined;
  };

/** A person's sign-in in this browser. Every function works on its own: `token: auth.token`. */
export type AuthorizationCode = {
  /**
   * Navigates to the sign-in page. The person returns to `redirectUri`. The current script keeps running
   * until the browser leaves: make no calls after it.
   *
   * @param options - `returnTo`: a path of this app, which `handleRedirect` returns. A URL of another
   * origin is dropped.
   * @throws {@link SignInError} if the storage is full or blocked.
   */
  signIn(options?: { returnTo?: string | undefined }): Promise<void>;

  /**
   * Finishes a sign-in. Call it whenever the page at `redirectUri` loads, before anything else. Two calls for
   * the same address, as React's StrictMode makes them, return the same result.
   *
   * If it throws, the address is already clean: show the message and offer to sign in again. Do not call
   * `signIn` without asking, which can loop.
   *
   * @param url - The page's address. `code` and `state` are removed from it.
   * @returns `null` if the address is not the answer to a sign-in.
   * @throws {@link SignInError} if the person declined (`reason` is `access_denied`), or if the answer is
   * not for a sign-in that was begun in this browser during the last hour.
   * @default location.href
   */
  handleRedirect(url?: string): Promise<SignedIn | null>;

  /**
   * A valid access token. It is renewed after 75 % of its life: once for all parallel calls and all tabs
   * that share the storage.
   *
   * @throws {@link NotSignedInError} if the person must sign in (again).
   */
  token(request?: TokenRequest): Promise<string>;

  /**
   * The person who signed in, and when that ends; `null` without a sign-in. This is what is stored here. If the sign-in has ended
   * at the issuer meanwhile, the next call rejects with a {@link NotSignedInError}.
   */
  user(): Promise<SignedInUser | null>;

  /**
   * Ends the sign-in here and, through Cognito's `/logout`, at the sign-in page. Then the person is at
   * `logoutUri`. The refresh token is revoked (RFC 7009).
   *
   * @param options - `logoutUri`: one of `logoutUrls` of the outputs, by default the root of
   * `redirectUri`.
   * @throws {@link NetworkError} if the device is offline. The person is signed out here, but not at the
   * sign-in page, and this page stays. Call it again when the device is online.
   */
  signOut(options?: { logoutUri?: string | undefined }): Promise<void>;

  /**
   * Calls the listener after each change of the sign-in: at once for this tab, and for other tabs that share
   * `localStorage`. Changes in another shared storage are seen at the next call.
   *
   * @returns A function that removes the listener.
   * @example
   * ```ts
   * const stop = auth.onChange(({ type, user }) => {
   *   if (type !== 'renewed') showUser(user);
   * });
   * ```
   */
  onChange(listener: (change: SessionChange) => void): () => void;
};

/**
 * Signs people in by authorization code with PKCE (RFC 6749, section 4.1; RFC 7636), as a public
 * client without a secret.
 *
 * @example
 * ```ts
 * const auth = authorizationCode({
 *   issuer, authorizeUrl, tokenUrl, logoutUrl,
 *   clientId: b2cClientId,
 *   redirectUri: `${location.origin}/callback`,
 * });
 * const client = createB2cClient({ url: apiUrl, token: auth.token });
 * try {
 *   await auth.handleRedirect();
 * } catch (error) {
 *   if (!isSignInError(error)) throw error;
 *   showMessage(error.message);
 * }
 * if (await auth.user()) await showMarkets(client);
 * else showSignInButton(() => auth.signIn());
 * ```
 * @throws `TypeError` if an option is missing, or an endpoint is not an `https:` URL. `http:` is allowed on
 * loopback.
 * @see https://www.rfc-editor.org/rfc/rfc7636
 */
export function authorizationCode({
  clientId,
  redirectUri,
  scopes,
  fetch,
  clock = Date.now,
  allowInsecureHttp,
  storage,
  navigate = (url) => location.assign(url),
  ...endpoints
}: AuthorizationCodeOptions): AuthorizationCode {
  const { issuer, authorizeUrl, tokenUrl, logoutUrl } = endpoints;
  assertGiven({ clientId, redirectUri });
  assertSecureUrls({ issuer, authorizeUrl, tokenUrl, logoutUrl }, allowInsecureHttp);
  const key = `christmas-markets.${clientId}`;
  const tabStorage = readTabStorage();
  storage ??= tabStorage;
  const context: SignInContext = {
    // The ID token comes straight from the token endpoint over TLS, so it is new whatever time this
    // device has. Its clock may be off by 30 years.
    client: { client_id: clientId, [clockTolerance]: 1e9 },
    redirectUri,
    scopes,
    endpoints,
    server: { issuer, token_endpoint: tokenUrl },
    session: createSessionStore(storage, key),
    attempts: createStored(storage, `${key}.sign-in`),
    lock: createLock(key, { isShared: storage !== tabStorage }),
    fetch,
    clock,
  };
  const handleRedirect = createRedirectHandler(context);
  return {
    signIn: async ({ returnTo } = {}) => navigate(await beginSignIn(returnTo, context)),
    handleRedirect: async (url = location.href) => handleRedirect(url),
    token: createRenewal(context),
    user: async () => ((await context.session.read()) || null)?.user ?? null,
    signOut: async ({ logoutUri = new URL('/', redirectUri).href } = {}) =>
      navigate(await endSession(logoutUri, context)),
    onChange: context.session.onChange,
  };
}
