import { None, revocationRequest } from 'oauth4webapi';
import type { SignInContext } from './context.ts';
import { askIssuer } from './issuer-request.ts';

/** Forgets the session, here and at the issuer; gives the address of Cognito's `/logout`. */
export async function endSession(
  logoutUri: string,
  { client, server, endpoints, session, lock, fetch }: SignInContext,
): Promise<string> {
  const ended = await lock(async () => {
    const current = await session.read();
    await session.remove();
    return current;
  });
  const refreshToken = ended?.refreshToken;
  if (refreshToken) {
    // Signed out is signed out, whether this succeeds or not.
    await askIssuer(
      server.token_endpoint,
      (options) => revocationRequest(server, client, None(), refreshToken, options),
      { fetch, retries: 0 },
    ).catch(() => {});
  }
  const url = new URL(endpoints.logoutUrl);
  url.search = `${new URLSearchParams({ client_id: client.client_id, logout_uri: logoutUri })}`;
  return url.href;
}
