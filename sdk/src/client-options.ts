import type { InsecureHttp } from './options.ts';
import type { CallOptions } from './retry.ts';
import type { TokenSource } from './token-source.ts';
import type { Fetch } from './transport.ts';

/** The API, the caller, and defaults for every call of the client. */
export type ClientOptions = {
  /** The API's URL: `apiUrl` of the outputs for applicants, `b2bApiUrl` for city halls. */
  url: string;
  /** A source of access tokens, or one token that is used until it is refused. */
  token: string | TokenSource;
  /**
   * Sends the HTTP requests.
   * @default globalThis.fetch
   */
  fetch?: Fetch | undefined;
} & Pick<CallOptions, 'timeout' | 'retries'> &
  InsecureHttp;
