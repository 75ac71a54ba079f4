import { getValidatedIdTokenClaims, type TokenEndpointResponse } from 'oauth4webapi';
import type { SignedInUser } from './signed-in.ts';
import { type Tokens, toTokens } from './tokens.ts';

/** A sign-in, as it is stored. */
export type Session = Tokens & {
  refreshToken: string | undefined;
  user: SignedInUser;
};

/** The session that a token answer makes of the one before, if there was one. */
export function toSession(
  answer: TokenEndpointResponse,
  { askedAt, before }: { askedAt: number; before?: Session },
): Session {
  const claims = getValidatedIdTokenClaims(answer);
  return {
    ...toTokens(answer, askedAt),
    // Where the issuer does not rotate refresh tokens, it sends none.
    refreshToken: answer.refresh_token ?? before?.refreshToken,
    user: claims
      ? { userId: claims.sub, email: claims.email === undefined ? undefined : `${claims.email}` }
      : (before?.user ?? { userId: '', email: undefined }),
  };
}
