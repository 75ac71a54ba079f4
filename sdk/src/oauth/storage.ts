import { SignInError } from '../errors/sign-in-error.ts';

/**
 * Where a sign-in is kept: the needed part of the Web Storage API, or the same with promises. A script that
 * can read it can act for the person until they sign out.
 */
export type SignInStorage = {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
  removeItem(key: string): void | Promise<void>;
};

/** One JSON value under one key. A value that cannot be read counts as absent. */
export type Stored<Value> = {
  read(): Promise<Value | null>;
  /** `null` removes it. */
  write(value: Value | null): Promise<void>;
};

export function createStored<Value>(storage: SignInStorage, key: string): Stored<Value> {
  return {
    async read() {
      try {
        return JSON.parse((await storage.getItem(key)) ?? 'null');
      } catch {
        return null;
      }
    },
    async write(value) {
      try {
        if (value === null) await storage.removeItem(key);
        else await storage.setItem(key, JSON.stringify(value));
      } catch (error) {
        throw new SignInError(`The storage does not keep the sign-in (${error}).`);
      }
    },
  };
}

/** The storage of this tab alone. */
export function readTabStorage(): SignInStorage {
  if (!('sessionStorage' in globalThis)) return createMemory();
  try {
    // Some WebViews have null; browsers throw where the person does not allow storage.
    return sessionStorage ?? blockedStorage;
  } catch {
    return blockedStorage;
  }
}

/** For runtimes without tabs. */
function createMemory(): SignInStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** Memory is lost on the way to the sign-in page, so that no sign-in could finish. */
const blockedStorage: SignInStorage = {
  getItem: () => null,
  setItem() {
    throw new Error('sessionStorage is blocked');
  },
  removeItem() {},
};
