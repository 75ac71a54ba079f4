import { None, revocationRequest } from 'oauth4webapi';
import type { SignInContext } from './context.ts';
import { requestIssuer } from './issuer-request.ts';

/** Ends the session here and at the issuer. Returns the address of Cognito's `/logout`. */
export async function endSession(
  logoutUri: string,
  { client, server, endpoints, session, attempts, lock, fetch }: SignInContext,
): Promise<string> {
  const ended = await lock(async () => {
    const current = await session.read();
    await session.remove();
    return current;
  });
  await attempts.remove();
  const refreshToken = ended?.refreshToken;
  if (refreshToken) {
    // The person is signed out here even if this fails.
    await requestIssuer(
      server.token_endpoint,
      (options) => revocationRequest(server, client, None(), refreshToken, options),
      { fetch, retries: 0 },
    ).catch(() => {});
  }
  const url = new URL(endpoints.logoutUrl);
  url.search = `${new URLSearchParams({ client_id: client.client_id, logout_uri: logoutUri })}`;
  return url.href;
}
