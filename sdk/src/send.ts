import { createAuthorise } from './authorise.ts';
import { toBaseUrl } from './base-url.ts';
import { createLink } from './link.ts';
import { type CallOptions, isTransientError, settle, statusOf } from './retry.ts';
import type { TokenSource } from './token-source.ts';
import { createTransport, type Fetch } from './transport.ts';

/** Where the API is, who is calling, and what holds for every call of the client. */
export type ClientOptions = {
  /** Where the API is: `apiUrl` of the outputs for applicants, `b2bApiUrl` for city halls. */
  url: string;
  /** A source of access tokens, or one token that is used until it is refused. */
  token: string | TokenSource;
  /**
   * What makes the HTTP requests.
   * @default globalThis.fetch
   */
  fetch?: Fetch | undefined;
} & Pick<CallOptions, 'timeout' | 'retries'>;

type Procedures<Contract> = {
  [Name in keyof Contract]: { type: 'query' | 'mutation'; input: unknown; output: unknown };
};

/** Calls a procedure by name. Its answer is what the contract promises: it is not looked through. */
export type Send<Contract extends Procedures<Contract>> = <Name extends keyof Contract & string>(
  call: Call & { path: Name; type: Contract[Name]['type']; input: Contract[Name]['input'] },
  options?: CallOptions,
) => Promise<Contract[Name]['output']>;

type Call = {
  path: string;
  type: 'query' | 'mutation';
  input: unknown;
  /** Whether a second time changes nothing. */
  repeatable: boolean;
};

export function createSend<Contract extends Procedures<Contract>>(
  side: 'b2c' | 'b2b',
  { url, token, fetch, timeout, retries }: ClientOptions,
): Send<Contract> {
  const link = createLink(`${toBaseUrl(url)}/trpc/${side}`, createTransport(fetch));
  const authorise = createAuthorise(token);

  function send<Name extends keyof Contract & string>(
    call: Call & { path: Name },
    options?: CallOptions,
  ): Promise<Contract[Name]['output']>;
  function send({ repeatable, ...call }: Call, options: CallOptions = {}): Promise<unknown> {
    // A source of tokens repeats by itself what is worth repeating.
    let hasToken = false;
    return settle(
      (signal) => {
        hasToken = false;
        return authorise((token) => {
          hasToken = true;
          // A batch goes out with all that are in it, also with those called off meanwhile.
          signal.throwIfAborted();
          return link({ ...call, token, signal });
        });
      },
      { ...options, timeout: options.timeout ?? timeout, retries: options.retries ?? retries },
      (error) => hasToken && isTransientError(error) && (repeatable || statusOf(error) === 429),
    );
  }
  return send;
}
