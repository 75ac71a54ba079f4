import { getValidatedIdTokenClaims, type TokenEndpointResponse } from 'oauth4webapi';
import { SignInError } from '../errors/sign-in-error.ts';
import { type Tokens, toTokens } from './tokens.ts';

/** The person who signed in, according to the ID token. */
export type SignedInUser = {
  /** The token's `sub`: the `userId` of the person's markets. */
  userId: string;
  /** `undefined` if the ID token has none. */
  email: string | undefined;
  /**
   * When the sign-in ends, in milliseconds since the epoch: 30 days after the person signed in. It can end
   * earlier. `undefined` for a sign-in that an earlier version stored.
   */
  endsAt: number | undefined;
};

/** A finished sign-in. */
export type SignedIn = {
  user: SignedInUser;
  /** The path that was given to `signIn`. */
  returnTo: string | undefined;
};

/** The lifetime of the refresh token. A renewal does not extend it. */
const lifetime = 30 * 86_400_000;

/** A sign-in, as it is stored. */
export type Session = Tokens & {
  refreshToken: string | undefined;
  user: SignedInUser;
};

/**
 * The session after a token response, from the session before it if there was one.
 *
 * @throws {@link SignInError} if it is about another person (OpenID Connect Core, section 12.2).
 */
export function toSession(
  answer: TokenEndpointResponse,
  { askedAt, before }: { askedAt: number; before?: Session },
): Session {
  const claims = getValidatedIdTokenClaims(answer);
  const userId = claims?.sub ?? before?.user.userId ?? '';
  if (before && userId !== before.user.userId) {
    throw new SignInError('The renewed ID token is of another person.', 'invalid_grant');
  }
  const email = claims ? claims.email : before?.user.email;
  return {
    ...toTokens(answer, askedAt),
    // An issuer that does not rotate refresh tokens sends none.
    refreshToken: answer.refresh_token ?? before?.refreshToken,
    user: {
      userId,
      email: email === undefined ? undefined : `${email}`,
      endsAt: before ? before.user.endsAt : askedAt + lifetime,
    },
  };
}
