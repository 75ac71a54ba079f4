import createClient, { type Client } from 'openapi-fetch';
import { toBaseUrl } from './base-url.ts';
import type { paths } from './rest.gen.ts';
import type { TokenSource } from './token-source.ts';

/** As `openapi-typescript` makes them: `components['schemas']`, `operations`, `paths`. */
export type { components, operations, paths } from './rest.gen.ts';
export type { TokenRequest, TokenSource } from './token-source.ts';

/** Where the REST API is, and who is calling. */
export type RestClientOptions = {
  /** Where the API is: `apiUrl` of the outputs for applicants, `b2bApiUrl` for city halls. */
  url: string;
  /** A source of access tokens, or one token; not needed for the public operations. */
  token?: string | TokenSource | undefined;
};

/** The REST API, typed by its OpenAPI document: `GET`, `POST`, `PATCH` and `DELETE` by path. */
export type RestClient = Client<paths>;

/**
 * A client of the REST paths, for those who would rather see HTTP: `openapi-fetch` with our types and
 * a token on every request, renewed once where it is refused. It makes one request a call, without
 * time limit or retries, and answers with `{ data, error, response }` instead of throwing.
 *
 * @example
 * ```ts
 * const client = createRestClient({ url: apiUrl, token });
 * const { data, error } = await client.GET('/v1/b2c/christmas-markets/user/{userId}', {
 *   params: { path: { userId: 'me' } },
 * });
 * ```
 * @see https://openapi-ts.dev/openapi-fetch/api
 */
export function createRestClient({ url, token }: RestClientOptions): RestClient {
  return createClient<paths>({
    baseUrl: toBaseUrl(url),
    ...(token !== undefined && { fetch: createAuthorisedFetch(token) }),
  });
}

function createAuthorisedFetch(
  token: string | TokenSource,
): (request: Request) => Promise<Response> {
  const source = typeof token === 'string' ? () => token : token;
  return async (request) => {
    const first = await source();
    // A body can be read only once, and may be needed twice.
    const response = await send(request.clone(), first);
    if (response.status !== 401) return response;
    const second = await source({ refused: first });
    return second === first ? response : send(request, second);
  };
}

function send(request: Request, token: string): Promise<Response> {
  request.headers.set('authorization', `Bearer ${token}`);
  return fetch(request);
}
