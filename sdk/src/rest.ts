import createClient, { type Client } from 'openapi-fetch';
import { assertSecureUrls, type InsecureHttp } from './options.ts';
import type { paths } from './rest.gen.ts';
import { createTokenSource, type TokenSource } from './token-source.ts';
import type { Fetch } from './transport.ts';

/** The types that `openapi-typescript` generates: `components['schemas']`, `operations`, `paths`. */
export type { components, operations, paths } from './rest.gen.ts';
export type { TokenRequest, TokenSource } from './token-source.ts';
export type { Fetch } from './transport.ts';

/** The REST API and the caller. */
export type RestClientOptions = InsecureHttp & {
  /** The API's URL: `apiUrl` of the outputs for applicants, `b2bApiUrl` for city halls. */
  url: string;
  /** A source of access tokens, or one token. Public operations do not use it. */
  token?: string | TokenSource | undefined;
  /**
   * Sends the HTTP requests.
   * @default globalThis.fetch
   */
  fetch?: Fetch | undefined;
};

/** The REST API, typed by its OpenAPI document: `GET`, `POST`, `PATCH` and `DELETE` by path. */
export type RestClient = Client<paths>;

/**
 * A client of the REST paths: `openapi-fetch` with the types of our OpenAPI document. It adds the token
 * to every request that needs one, and renews it once if it is refused. It has no time limit and makes no
 * other retries. Every answer is returned as `{ data, error, response }`. A failure always has an `error`.
 *
 * @example
 * ```ts
 * const client = createRestClient({ url: apiUrl, token });
 * const { data, error } = await client.GET('/v1/b2c/christmas-markets/user/{userId}', {
 *   params: { path: { userId: 'me' } },
 * });
 * ```
 * @throws `TypeError` if `url` is not an `https:` URL. `http:` is allowed on loopback.
 * @throws When called: what `fetch` throws if no answer arrives, and what `token` throws if there is no
 * token, such as {@link NotSignedInError}.
 * @see https://openapi-ts.dev/openapi-fetch/api
 */
export function createRestClient({
  url,
  token,
  fetch,
  allowInsecureHttp,
}: RestClientOptions): RestClient {
  assertSecureUrls({ url }, allowInsecureHttp);
  const send = fetch ? createSend(fetch) : (request: Request) => globalThis.fetch(request);
  const sendAuthorised = token === undefined ? send : createAuthorised(token, send);
  return createClient<paths>({
    baseUrl: url,
    fetch: async (request) =>
      withError(await (needsToken(request) ? sendAuthorised(request) : send(request))),
  });
}

type Send = (request: Request) => Promise<Response>;

/** The public paths are neither of applicants nor of city halls. */
function needsToken({ url }: Request): boolean {
  return /\/v1\/b2[bc]\//.test(new URL(url).pathname);
}

function createAuthorised(token: string | TokenSource, send: Send): Send {
  const source = createTokenSource(token);
  const sendWith = (request: Request, token: string) => {
    request.headers.set('authorization', `Bearer ${token}`);
    return send(request);
  };
  return async (request) => {
    const first = await source({});
    // A body can be read only once, and may be needed twice.
    const response = await sendWith(request.clone(), first);
    if (response.status !== 401) return response;
    const second = await source({ refused: first });
    return second === first ? response : sendWith(request, second);
  };
}

/** A proxy may answer without a body: the failure gets one in the form of the gateway's own. */
async function withError(response: Response): Promise<Response> {
  const { status, statusText } = response;
  if (status < 400 || (await response.clone().text()) !== '') return response;
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  const message = `The answer with status ${status} has no body.`;
  return new Response(JSON.stringify({ message }), { status, statusText, headers });
}

/** The body is sent in one piece, because not every browser sends a stream. */
function createSend(fetch: Fetch): Send {
  return async (request) => {
    const { url, method, headers, signal, cache, credentials, keepalive, redirect } = request;
    const body = (await request.text()) || null;
    return fetch(url, { method, headers, signal, cache, credentials, keepalive, redirect, body });
  };
}
