import { UserManager } from 'oidc-client-ts';
import { call } from './call.ts';
import { clientId, domain, issuer, logoutUri, redirectUri, scopes } from './settings.ts';

const manager = new UserManager({
  authority: issuer,
  client_id: clientId,
  redirect_uri: redirectUri,
  scope: scopes.join(' '),
});

if (new URLSearchParams(location.search).has('code')) await manager.signinCallback();
export const signIn = () => manager.signinRedirect();
export async function signOut(): Promise<void> {
  await manager.revokeTokens(['refresh_token']);
  await manager.removeUser();
  // Cognito's own parameters.
  const query = new URLSearchParams({ client_id: clientId, logout_uri: logoutUri });
  location.assign(`https://${domain}/logout?${query}`);
}
export const list = async () => call(await readToken());
export const submit = async (market: object) => call(await readToken(), market);

async function readToken(): Promise<string | undefined> {
  const user = await manager.getUser();
  const current = user?.expired ? await manager.signinSilent() : user;
  return current?.access_token;
}
