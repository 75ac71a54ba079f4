import createClient, { type Client } from 'openapi-fetch';
import { toBaseUrl } from './base-url.ts';
import { type paths, publicOperations } from './rest.gen.ts';
import type { TokenSource } from './token-source.ts';
import type { Fetch } from './transport.ts';

/** As `openapi-typescript` makes them: `components['schemas']`, `operations`, `paths`. */
export type { components, operations, paths } from './rest.gen.ts';
export type { TokenRequest, TokenSource } from './token-source.ts';
export type { Fetch } from './transport.ts';

/** Where the REST API is, and who is calling. */
export type RestClientOptions = {
  /** Where the API is: `apiUrl` of the outputs for applicants, `b2bApiUrl` for city halls. */
  url: string;
  /** A source of access tokens, or one token. The public operations take none, and do not ask for it. */
  token?: string | TokenSource | undefined;
  /**
   * What makes the HTTP requests.
   * @default globalThis.fetch
   */
  fetch?: Fetch | undefined;
};

/** The REST API, typed by its OpenAPI document: `GET`, `POST`, `PATCH` and `DELETE` by path. */
export type RestClient = Client<paths>;

/**
 * A client of the REST paths, for those who would rather see HTTP: `openapi-fetch` with our types and
 * a token on every request that takes one, renewed once where it is refused. It makes one request a
 * call, without time limit or retries. Whatever is answered comes back as `{ data, error, response }`,
 * refusals too.
 *
 * @example
 * ```ts
 * const client = createRestClient({ url: apiUrl, token });
 * const { data, error } = await client.GET('/v1/b2c/christmas-markets/user/{userId}', {
 *   params: { path: { userId: 'me' } },
 * });
 * ```
 * @throws `TypeError` if `url` is not an `https:` URL; `http:` is taken on loopback only.
 * @throws When called: what `fetch` throws where no answer comes, and what `token` throws where it has
 * none, such as {@link NotSignedInError}.
 * @see https://openapi-ts.dev/openapi-fetch/api
 */
export function createRestClient({ url, token, fetch }: RestClientOptions): RestClient {
  const baseUrl = toBaseUrl(url);
  const send = fetch ? createSend(fetch) : (request: Request) => globalThis.fetch(request);
  if (token === undefined) return createClient<paths>({ baseUrl, fetch: send });
  const authorised = createAuthorised(token, send);
  const open = new Set(publicOperations.map((operation) => toKey(operation, baseUrl)));
  return createClient<paths>({
    baseUrl,
    fetch(request) {
      const key = `${request.method} ${request.url.replace(/\?.*/, '')}`;
      return open.has(key) ? send(request) : authorised(request);
    },
  });
}

type Send = (request: Request) => Promise<Response>;

/** `GET /health` with the whole URL, as a request has it. */
function toKey(operation: string, baseUrl: string): string {
  const [method = '', path = ''] = operation.split(' ');
  return `${method} ${new URL(baseUrl + path).href}`;
}

function createAuthorised(token: string | TokenSource, send: Send): Send {
  const source = typeof token === 'string' ? () => token : token;
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

/** A body is sent in one piece, because not every browser sends a stream. */
function createSend(fetch: Fetch): Send {
  return async (request) => {
    const { url, method, headers, signal, cache, credentials, keepalive, redirect } = request;
    const body = (await request.text()) || null;
    return fetch(url, { method, headers, signal, cache, credentials, keepalive, redirect, body });
  };
}
