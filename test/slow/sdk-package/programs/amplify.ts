import { signOut as end, fetchAuthSession, signInWithRedirect } from '@aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import { Amplify } from '@aws-amplify/core';
import { call } from './call.ts';
import { clientId, domain, logoutUri, redirectUri, scopes, userPoolId } from './settings.ts';

// It finishes a sign-in that comes back by itself, and renews tokens in `fetchAuthSession`.
Amplify.configure(
  {
    Auth: {
      Cognito: {
        userPoolId,
        userPoolClientId: clientId,
        loginWith: {
          oauth: {
            domain,
            scopes,
            redirectSignIn: [redirectUri],
            redirectSignOut: [logoutUri],
            responseType: 'code',
          },
        },
      },
    },
  },
  { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } },
);

export const signIn = () => signInWithRedirect();
export const signOut = () => end();
export const list = async () => call(await readToken());
export const submit = async (market: object) => call(await readToken(), market);

async function readToken(): Promise<string | undefined> {
  const { tokens } = await fetchAuthSession();
  return tokens?.accessToken.toString();
}
