import { PageError } from '../pages/respond.ts';
import type { PublicClient } from '../types.ts';
import type { UserPool } from '../user-pool.ts';
import { grantScopes } from './scopes.ts';

export type AuthorizeRequest = {
  client: PublicClient;
  redirectUri: string;
  scopes: readonly string[];
  state: string | undefined;
  nonce: string | undefined;
  codeChallenge: string;
  prompt: string | undefined;
  /** The request again, for the pages it travels through on its way to a code. */
  query: string;
};

/** An error that the client learns about at its own redirect_uri. */
export class AuthorizeError extends Error {
  override readonly name = 'AuthorizeError';
  readonly redirectTo: string;

  constructor(code: string, to: Callback) {
    super(code);
    this.redirectTo = toCallbackUrl(to, { error: code });
  }
}

const keptParameters = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
] as const;

export function parseAuthorizeRequest(url: string, pool: UserPool): AuthorizeRequest {
  const params = new URL(url).searchParams;
  const { client, redirectUri } = parseRedirect(params, pool);
  const get = (name: string) => params.get(name) || undefined;
  const state = get('state');
  const refuse = (code: string) => new AuthorizeError(code, { redirectUri, state });

  const codeChallenge = get('code_challenge');
  // RFC 6749, section 3.1, of any parameter.
  if (new Set(params.keys()).size !== params.size) throw refuse('invalid_request');
  if (!get('response_type')) throw refuse('invalid_request');
  if (get('response_type') !== 'code') throw refuse('unsupported_response_type');
  if (get('code_challenge_method') !== 'S256') throw refuse('invalid_request');
  if (!codeChallenge || !/^[\w-]{43}$/.test(codeChallenge)) throw refuse('invalid_request');
  const scopes = grantScopes(get('scope'), client.scopes);
  // What `email` gives is told by the ID token, which comes with `openid` alone.
  if (!scopes || (scopes.includes('email') && !scopes.includes('openid'))) {
    throw refuse('invalid_scope');
  }

  return {
    client,
    redirectUri,
    scopes,
    state,
    nonce: get('nonce'),
    codeChallenge,
    prompt: get('prompt'),
    query: toQuery(params),
  };
}

/** Until both are known to belong together, nobody is redirected anywhere. */
export function parseRedirect(
  params: URLSearchParams,
  pool: UserPool,
): { client: PublicClient; redirectUri: string } {
  const client = parsePublicClient(params, pool);
  const redirectUri = onlyValue(params, 'redirect_uri');
  if (redirectUri === undefined || !client.callbackUrls.includes(redirectUri)) {
    throw new PageError(
      400,
      `redirect_uri is not one of the callback URLs of this app client, ${client.callbackUrls.join(', ')}. To allow another: npm start -- --callback-url URL`,
    );
  }
  return { client, redirectUri };
}

export function parsePublicClient(params: URLSearchParams, pool: UserPool): PublicClient {
  const client = pool.client(onlyValue(params, 'client_id') ?? '');
  if (client?.kind !== 'public') {
    throw new PageError(400, 'client_id is not an app client that people sign in to.');
  }
  return client;
}

export function onlyValue(params: URLSearchParams, name: string): string | undefined {
  const values = params.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

type Callback = Pick<AuthorizeRequest, 'redirectUri' | 'state'>;

export function toCallbackUrl(
  { redirectUri, state }: Callback,
  result: { code: string } | { error: string },
): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(result)) url.searchParams.append(name, value);
  if (state !== undefined) url.searchParams.append('state', state);
  return url.href;
}

/** Only what was understood travels on; `prompt` has done its work once a page is shown. */
export function toQuery(params: URLSearchParams): string {
  const query = new URLSearchParams();
  for (const name of keptParameters) {
    for (const value of params.getAll(name)) query.append(name, value);
  }
  return query.toString();
}
