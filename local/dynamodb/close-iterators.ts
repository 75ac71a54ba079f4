import type { ClassicLevel } from 'classic-level';

/**
 * dynalite 4.0.0 ends iterators by calling `return`, which LevelDB's do not have: every Query left one
 * open, and the process grew with each call. This adds it.
 */
export async function closeIterators(level: ClassicLevel): Promise<void> {
  const iterator = level.values();
  const prototype: unknown = Object.getPrototypeOf(iterator);
  await iterator.close();
  if (typeof prototype !== 'object' || prototype === null || 'return' in prototype) return;
  Object.defineProperty(prototype, 'return', {
    value(this: typeof iterator) {
      return this.close();
    },
  });
}
