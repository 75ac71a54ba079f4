/**
 * Where a sign-in is kept: as much of the Web Storage API as is needed, or the same with promises.
 * Whoever can read it can act for the person, until they sign out.
 */
export type SignInStorage = {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
  removeItem(key: string): void | Promise<void>;
};

/** One JSON value under one key. What cannot be read counts as absent. */
export type Stored<Value> = {
  read(): Promise<Value | null>;
  write(value: Value): Promise<void>;
  remove(): Promise<void>;
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
    write: async (value) => storage.setItem(key, JSON.stringify(value)),
    remove: async () => storage.removeItem(key),
  };
}

/** The tab's own storage; memory where there is none, or where it may not be used. */
export function defaultStorage(): SignInStorage {
  try {
    if (sessionStorage) return sessionStorage;
  } catch {}
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}
