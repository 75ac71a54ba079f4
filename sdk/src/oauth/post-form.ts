import { customFetch } from 'oauth4webapi';
import type { Fetch } from '../transport.ts';
import { requestIssuer } from './issuer-request.ts';

/**
 * Posts a form of a public client, which has no secret (RFC 6749, section 4.1.3). oauth4webapi's own requests
 * also support other clients, and are 0.5 KB. It processes the responses.
 */
export function postForm<Output>(
  url: string,
  parameters: Record<string, string>,
  read: (response: Response) => Promise<Output>,
  options: { fetch: Fetch | undefined; retries?: number | undefined },
): Promise<Output> {
  const body = new URLSearchParams(parameters);
  return requestIssuer(
    url,
    async ({ signal, [customFetch]: send }) =>
      read(await send(url, { method: 'POST', body, signal, redirect: 'manual' })),
    options,
  );
}
