import { withDeadline } from '../deadline.ts';
import { NotSignedInError } from '../errors/not-signed-in-error.ts';
import { SignInError } from '../errors/sign-in-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import type { TokenRequest } from '../token-source.ts';
import type { SignInContext } from './context.ts';
import { type Session, toSession } from './session.ts';
import { requestTokens } from './token-endpoint.ts';
import { isFresh, isUsable } from './tokens.ts';

/** How long a call waits for a new token while the old one can still be used. */
const patience = 1_000;

/** The session's access token, renewed with its refresh token (RFC 6749, section 6) in time. */
export function createRenewal(context: SignInContext): (request?: TokenRequest) => Promise<string> {
  const { session, lock, clock } = context;
  /** By the token that was refused: a caller must not be given back the token it was refused with. */
  const renewals = new Map<string | undefined, Promise<Session>>();

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
      const latest = await session.read();
      const isSpent = error instanceof SignInError && error.reason === 'invalid_grant';
      // Renewed by another tab meanwhile, where there are no Web Locks; or still the one from before.
      if (latest && isUsable(latest, use)) {
        // A duplicated tab has a refresh token that the other tab may have used. Asking again is no use.
        if (isSpent && latest.refreshToken === before.refreshToken) {
          await session.write({ ...latest, renewAt: latest.expiresAt });
        }
        return latest;
      }
      if (!isSpent) throw error;
      await session.write(false);
      throw new NotSignedInError(error);
    }
  }

  return async ({ refused } = {}) => {
    const current = await session.read();
    const use = { now: clock(), refused };
    if (current && isFresh(current, use)) return current.accessToken;
    const renewal =
      renewals.get(refused) ?? lock(() => renew(refused)).finally(() => renewals.delete(refused));
    renewals.set(refused, renewal);
    if (!current || !isUsable(current, use)) return (await renewal).accessToken;
    try {
      return (await withDeadline(() => renewal, { timeout: patience })).accessToken;
    } catch (error) {
      if (error instanceof TimeoutError) return current.accessToken;
      throw error;
    }
  };
}

async function refresh(before: Session, context: SignInContext): Promise<Session> {
  const askedAt = context.clock();
  const { refreshToken } = before;
  if (!refreshToken) throw new SignInError('There is no refresh token.', 'invalid_grant');
  const answer = await requestTokens(context, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
  return toSession(answer, { askedAt, before });
}
