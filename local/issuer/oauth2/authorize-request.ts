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
  /** The resource indicator, RFC 8707: the `aud` of the access token. */
  resource: string | undefined;
  codeChallenge: string;
  prompt: string | undefined;
  /** The request as a query, which the pages pass on until there is a code. */
  query: string;
};

/** An error that is sent to the client's redirect_uri. */
export class AuthorizeError extends Error {
  override readonly name = 'AuthorizeError';
  readonly redirectTo: string;

  constructor(code: string, to: Callback) {
    super(code);
    this.redirectTo = createCallbackUrl(to, { error: code });
  }
}

const keptParameters = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'resource',
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
  // RFC 6749, section 3.1: no parameter may be repeated.
  if (new Set(params.keys()).size !== params.size) throw refuse('invalid_request');
  if (!get('response_type')) throw refuse('invalid_request');
  if (get('response_type') !== 'code') throw refuse('unsupported_response_type');
  if (get('code_challenge_method') !== 'S256') throw refuse('invalid_request');
  if (!codeChallenge || !/^[\w-]{43}$/.test(codeChallenge)) throw refuse('invalid_request');
  const scopes = grantScopes(get('scope'), client.scopes);
  // `email` adds a claim to the ID token, and only `openid` asks for an ID token.
  if (!scopes || (scopes.includes('email') && !scopes.includes('openid'))) {
    throw refuse('invalid_scope');
  }

  // RFC 8707, section 2: an absolute URI without a fragment. Cognito's own rules are an assumption.
  const resource = get('resource');
  if (resource !== undefined && (!URL.canParse(resource) || resource.includes('#'))) {
    throw refuse('invalid_request');
  }

  return {
    client,
    redirectUri,
    scopes,
    state,
    nonce: get('nonce'),
    resource,
    codeChallenge,
    prompt: get('prompt'),
    query: createQuery(params),
  };
}

/** Before the client and its callback URL are verified, there is no redirect. */
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

export function createCallbackUrl(
  { redirectUri, state }: Callback,
  result: { code: string } | { error: string },
): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(result)) url.searchParams.append(name, value);
  if (state !== undefined) url.searchParams.append('state', state);
  return url.href;
}

/** Only known parameters are passed on. `prompt` has no effect after a page is shown. */
export function createQuery(params: URLSearchParams): string {
  const query = new URLSearchParams();
  for (const name of keptParameters) {
    for (const value of params.getAll(name)) query.append(name, value);
  }
  return query.toString();
}
