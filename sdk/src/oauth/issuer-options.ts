import type { Fetch } from '../transport.ts';

/** What the sources of tokens take beside their own options. */
export type IssuerOptions = {
  /**
   * What makes the HTTP requests.
   * @default globalThis.fetch
   */
  fetch?: Fetch | undefined;
  /**
   * Milliseconds since the epoch; for tests.
   * @default Date.now
   */
  clock?: (() => number) | undefined;
};
