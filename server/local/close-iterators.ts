import type { ClassicLevel } from 'classic-level';

/**
 * dynalite 4.0.0 ends its iterators by `return`, which those of LevelDB have not: every Query left one
 * open, and the process grew with each call. Here they get it.
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
