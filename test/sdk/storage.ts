import type { SignInStorage } from '../../sdk/src/index.ts';

/** A storage that a test can look into. */
export function createStorage(): Required<SignInStorage> & {
  keys(): string[];
  getItem(key: string): string | null;
} {
  const items = new Map<string, string>();
  return {
    keys: () => [...items.keys()],
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}
