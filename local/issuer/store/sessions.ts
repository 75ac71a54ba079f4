import { createSecret } from '../secrets.ts';
import type { Clock, Lifetimes } from '../types.ts';

export type Session = {
  sub: string;
  /** Seconds since the epoch. */
  authTime: number;
};

export type Sessions = {
  start(sub: string): { id: string; session: Session };
  find(id: string): Session | undefined;
  end(id: string): void;
};

export function createSessions(
  clock: Clock,
  { session: lifetime }: Pick<Lifetimes, 'session'>,
): Sessions {
  const sessions = new Map<string, Session & { expiresAt: number }>();

  return {
    start(sub) {
      for (const [id, { expiresAt }] of sessions) if (expiresAt <= clock()) sessions.delete(id);
      const id = createSecret();
      const session = { sub, authTime: Math.floor(clock() / 1000) };
      sessions.set(id, { ...session, expiresAt: clock() + lifetime * 1000 });
      return { id, session };
    },

    find(id) {
      const session = sessions.get(id);
      return session && session.expiresAt > clock() ? session : undefined;
    },

    end(id) {
      sessions.delete(id);
    },
  };
}
