import { None, refreshTokenGrantRequest } from 'oauth4webapi';
import { NotSignedInError } from '../errors/not-signed-in-error.ts';
import { SignInError } from '../errors/sign-in-error.ts';
import type { TokenRequest } from '../token-source.ts';
import type { SignInContext } from './context.ts';
import { type Session, toSession } from './session.ts';
import { askTokenEndpoint } from './token-endpoint.ts';
import { isFresh, isUsable } from './tokens.ts';

/** The session's access token, renewed by its refresh token (RFC 6749, section 6) in time. */
export function createRenewal(context: SignInContext): (request?: TokenRequest) => Promise<string> {
  const { session, lock, clock } = context;
  /** By the token that was refused: whoever says so must not be given it back. */
  const renewing = new Map<string | undefined, Promise<Session>>();

  async function renew(refused: string | undefined): Promise<Session> {
    const before = await session.read();
    const use = { now: clock(), refused };
    if (!before) throw new NotSignedInError();
    // Another tab was faster.
    if (isFresh(before, use)) return before;
    try {
      const after = await refresh(before, context);
      await session.write(after);
      return after;
    } catch (error) {
      const isSpent = error instanceof SignInError && error.reason === 'invalid_grant';
      // Renewed meanwhile by another tab, where there are no Web Locks; or still that of before.
      const latest = await session.read();
      if (latest && isUsable(latest, use)) {
        // A duplicated tab has a refresh token that the other may have used: no use to ask again.
        if (isSpent && latest.refreshToken === before.refreshToken) {
          await session.write({ ...latest, renewAt: latest.expiresAt });
        }
        return latest;
      }
      if (!isSpent) throw error;
      await session.remove();
      throw new NotSignedInError(error);
    }
  }

  return async ({ refused } = {}) => {
    const current = await session.read();
    if (current && isFresh(current, { now: clock(), refused })) return current.accessToken;
    const running =
      renewing.get(refused) ?? lock(() => renew(refused)).finally(() => renewing.delete(refused));
    renewing.set(refused, running);
    return (await running).accessToken;
  };
}

async function refresh(before: Session, context: SignInContext): Promise<Session> {
  const { client, server, clock } = context;
  const askedAt = clock();
  const { refreshToken } = before;
  if (!refreshToken) throw new SignInError('There is no refresh token.', 'invalid_grant');
  const answer = await askTokenEndpoint(context, (options) =>
    refreshTokenGrantRequest(server, client, None(), refreshToken, options),
  );
  return toSession(answer, { askedAt, before });
}
