import { NetworkError } from '../errors/network-error.ts';
import type { SignInContext } from './context.ts';
import { postForm } from './post-form.ts';

/** Ends the session here and at the issuer. Returns the address of Cognito's `/logout`. */
export async function endSession(
  logoutUri: string,
  { client: { client_id }, server, endpoints, session, attempts, lock, fetch }: SignInContext,
): Promise<string> {
  const ended = await lock(async () => {
    const current = await session.read();
    await session.write(null);
    return current;
  });
  await attempts.write(null);
  const refreshToken = ended ? ended.refreshToken : undefined;
  if (refreshToken) {
    // Cognito's endpoint (RFC 7009, section 2.1). The person is signed out here even if this fails.
    await postForm(
      new URL('revoke', server.token_endpoint).href,
      { client_id, token: refreshToken },
      async () => {},
      { fetch, retries: 0 },
    ).catch(() => {});
  }
  // The browser would leave for an error page of its own.
  if (globalThis.navigator?.onLine === false)
    throw new NetworkError(endpoints.logoutUrl, 'offline');
  const url = new URL(endpoints.logoutUrl);
  url.search = `${new URLSearchParams({ client_id, logout_uri: logoutUri })}`;
  return url.href;
}
