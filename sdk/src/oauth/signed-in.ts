/** The person who signed in, as the ID token says. */
export type SignedInUser = {
  /** The token's `sub`: the `userId` of the person's markets. */
  userId: string;
  /** `undefined` where the ID token has none. */
  email: string | undefined;
};

/** A finished sign-in. */
export type SignedIn = {
  user: SignedInUser;
  /** As it was given to `signIn`. */
  returnTo: string | undefined;
};
