import { createSecret } from '../secrets.ts';
import type { Clock, Lifetimes } from '../types.ts';

type AuthorizationGrant = {
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  scopes: readonly string[];
  nonce: string | undefined;
  resource: string | undefined;
  sub: string;
  /** Seconds since the epoch. */
  authTime: number;
  originJti: string;
};

export type AuthorizationCodes = {
  issue(grant: AuthorizationGrant): string;
  /** Works once. Afterwards `isReused` is true until the code expires. */
  redeem(code: string): { grant: AuthorizationGrant; isReused: boolean } | undefined;
};

/** In memory only: a code lives for minutes, and after a restart people can sign in again. */
export function createAuthorizationCodes(
  clock: Clock,
  { authorizationCode }: Pick<Lifetimes, 'authorizationCode'>,
): AuthorizationCodes {
  const codes = new Map<string, { grant: AuthorizationGrant; expiresAt: number; uses: number }>();

  return {
    issue(grant) {
      for (const [code, { expiresAt }] of codes) if (expiresAt <= clock()) codes.delete(code);
      const code = createSecret();
      codes.set(code, { grant, expiresAt: clock() + authorizationCode * 1000, uses: 0 });
      return code;
    },

    redeem(code) {
      const entry = codes.get(code);
      if (!entry || entry.expiresAt <= clock()) return undefined;
      entry.uses += 1;
      return { grant: entry.grant, isReused: entry.uses > 1 };
    },
  };
}
