import type { Session, SignedInUser } from './session.ts';
import { createStored, type SignInStorage, type Stored } from './storage.ts';

/** A change of the sign-in, in this tab or in another one that shares the storage. */
export type SessionChange = {
  /**
   * `signedIn`: a person signed in. `renewed`: there is a new token of the same person. `ended`: the issuer
   * does not renew the sign-in any more. `signedOut`: the person signed out, or the storage was cleared.
   */
  type: 'signedIn' | 'renewed' | 'ended' | 'signedOut';
  /** Who is signed in now; `null` after `ended` and `signedOut`. */
  user: SignedInUser | null;
};

/** `false` stays in the storage when a sign-in ended, so that other tabs know that no user signed out. */
type Kept = Session | false;

/** The stored session, and who listens to its changes. */
export type SessionStore = Stored<Kept> & {
  onChange(listener: (change: SessionChange) => void): () => void;
};

/** A difference to what this tab saw before is a change, whichever tab made it. */
export function createSessionStore(storage: SignInStorage, key: string): SessionStore {
  const stored = createStored<Kept>(storage, key);
  const listeners = new Set<(change: SessionChange) => void>();
  let known: Kept | null | undefined;

  function notice(session: Kept | null): Kept | null {
    const before = known || undefined;
    known = session;
    const { accessToken, user = null } = session || {};
    if (accessToken !== before?.accessToken) {
      const renewed = user?.userId === before?.user.userId ? 'renewed' : 'signedIn';
      const type = user ? renewed : session === false ? 'ended' : 'signedOut';
      // An error that a listener throws must not end a renewal.
      for (const listener of listeners) queueMicrotask(() => listener({ type, user }));
    }
    return session;
  }

  async function read(): Promise<Kept | null> {
    const session = await stored.read();
    if (known === undefined) known = session;
    return notice(session);
  }

  return {
    read,
    async write(session) {
      await stored.write(session);
      notice(session);
    },
    onChange(listener) {
      listeners.add(listener);
      read();
      // Adding the same function again has no effect.
      globalThis.addEventListener?.('storage', read);
      return () => listeners.delete(listener);
    },
  };
}
