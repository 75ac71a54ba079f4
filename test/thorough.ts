/**
 * `npm run test:thorough` sets it: every combination, and the slow files that vitest.config.ts lists. `npm test` runs
 * a part that covers each value once.
 */
export const thorough = process.env.THOROUGH !== undefined;
