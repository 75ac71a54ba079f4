import {
  type AuthorizationCode,
  authorizationCode,
  type B2cClient,
  createB2cClient,
  isNotSignedInError,
} from '@christmas-markets/sdk';
import { retryUnlessRepeated } from '@christmas-markets/sdk/react-query';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import type { AppConfig } from '../config.ts';

export type Session = {
  auth: AuthorizationCode;
  client: B2cClient;
  queryClient: QueryClient;
};

export const userKey = ['user'] as const;
export const endedKey = ['session-ended'] as const;

let session: Session | undefined;

/** The applicant's session of this tab. The SDK keeps the tokens in sessionStorage. */
export function openSession(config: AppConfig): Session {
  session ??= createSession(config);
  return session;
}

function createSession({ apiUrl, b2cClientId, ...endpoints }: AppConfig): Session {
  const auth = authorizationCode({
    ...endpoints,
    clientId: b2cClientId,
    redirectUri: `${location.origin}/callback`,
  });
  const onError = (error: unknown) => {
    // Whatever call finds out: the session is over, and the pages give way to the sign-in.
    if (!isNotSignedInError(error)) return;
    queryClient.setQueryData(endedKey, true);
    queryClient.setQueryData(userKey, null);
  };
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: retryUnlessRepeated } },
  });
  return { auth, client: createB2cClient({ url: apiUrl, token: auth.token }), queryClient };
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const found = use(SessionContext);
  if (found === undefined) throw new Error('Use it within the area of applicants.');
  return found;
}
