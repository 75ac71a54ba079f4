import { createBrowser } from '../../local/sign-in/browser.ts';
import {
  type AuthorizationCode,
  type AuthorizationCodeOptions,
  authorizationCode,
} from '../../sdk/src/index.ts';
import type { Outputs } from '../../server/deployment/outputs.ts';

/** The app's side of a sign-in, outside a browser: where it wants to go is kept for the test. */
export function createAuth(
  outputs: Outputs,
  options: Partial<AuthorizationCodeOptions> = {},
): { auth: AuthorizationCode; visited: string[] } {
  const { issuer, authorizeUrl, tokenUrl, logoutUrl, b2cClientId, callbackUrls } = outputs;
  const visited: string[] = [];
  const auth = authorizationCode({
    issuer,
    authorizeUrl,
    tokenUrl,
    logoutUrl,
    clientId: b2cClientId,
    redirectUri: callbackUrls[0] ?? '',
    navigate: (url) => visited.push(url),
    ...options,
  });
  return { auth, visited };
}

/** Goes through the pages that `auth` sends a person to; gives the address they come back to. */
export async function passSignInPage(
  { auth, visited }: ReturnType<typeof createAuth>,
  outputs: Outputs,
  { email = 'demo@example.com', password = 'Christmas-Market-2026' } = {},
): Promise<string> {
  await auth.signIn({ returnTo: '/markets' });
  const browser = createBrowser(outputs.callbackUrls[0] ?? '');
  const page = await browser.open(visited.at(-1) ?? '');
  const { callback } = await browser.submit(page, { username: email, password });
  return callback?.href ?? '';
}
