import { allowInsecureRequests, None, revocationRequest } from 'oauth4webapi';
import { isLoopback } from '../base-url.ts';
import type { SignInContext } from './context.ts';

/** Forgets the session, here and at the issuer; gives the address of Cognito's `/logout`. */
export async function endSession(
  logoutUri: string,
  { client, server, endpoints, session, lock }: SignInContext,
): Promise<string> {
  const ended = await lock(async () => {
    const current = await session.read();
    await session.remove();
    return current;
  });
  if (ended?.refreshToken) {
    // Signed out is signed out, whether this succeeds or not.
    await revocationRequest(server, client, None(), ended.refreshToken, {
      signal: AbortSignal.timeout(3_000),
      [allowInsecureRequests]: isLoopback(server.token_endpoint),
    }).catch(() => {});
  }
  const url = new URL(endpoints.logoutUrl);
  url.search = `${new URLSearchParams({ client_id: client.client_id, logout_uri: logoutUri })}`;
  return url.href;
}
