/**
 * `npm run test:thorough` sets it: every combination, and the slow files that vitest.config.ts lists. `npm test` runs
 * a part that covers each value once.
 */
export const thorough = process.env.THOROUGH !== undefined;

/** All of a matrix in the thorough run, and otherwise a part that covers each value. */
export function covering<T>(all: readonly T[], part: readonly NoInfer<T>[]): readonly T[] {
  return thorough ? all : part;
}
