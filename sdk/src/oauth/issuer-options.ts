import type { InsecureHttp } from '../options.ts';
import type { Fetch } from '../transport.ts';

/** Options of every source of tokens. */
export type IssuerOptions = InsecureHttp & {
  /**
   * Sends the HTTP requests.
   * @default globalThis.fetch
   */
  fetch?: Fetch | undefined;
  /**
   * The time in milliseconds since the epoch. For tests.
   * @default Date.now
   */
  clock?: (() => number) | undefined;
};
