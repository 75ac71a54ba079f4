/** A storage that a test can look into. */
export function createStorage() {
  const items = new Map<string, string>();
  return {
    keys: () => [...items.keys()],
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}
