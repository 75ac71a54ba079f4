import { createQueue, type Queue } from './queue.ts';
import type { Clock } from './types.ts';

const accountFailures = 5;
/** Higher, because all people on one machine share an address. */
const addressFailures = 20;
const longestSeconds = 15 * 60;

export type Throttle = {
  /** An `attempt` that returns `undefined` counts as failed. During a lock-out it does not run. */
  guard<Result>(
    who: { account: string; address: string },
    attempt: () => Promise<Result | undefined>,
  ): Promise<{ retryAfter: number } | { result: Result | undefined }>;
};

type Attempts = { failures: number; lockedUntil: number; seenAt: number; inOrder: Queue };

/** Cognito's lock-out: 1 s after the fifth failure, doubled by each further one up to 15 min, reset after 15 min without attempts. */
export function createThrottle(clock: Clock): Throttle {
  const records = new Map<string, Attempts>();

  const isStale = ({ lockedUntil, seenAt }: Attempts) =>
    clock() - Math.max(lockedUntil, seenAt) > longestSeconds * 1000;

  function recordOf(key: string): Attempts {
    for (const [other, record] of records) if (isStale(record)) records.delete(other);
    const record = records.get(key) ?? {
      failures: 0,
      lockedUntil: 0,
      seenAt: 0,
      inOrder: createQueue(),
    };
    record.seenAt = clock();
    records.set(key, record);
    return record;
  }

  function fail(record: Attempts, allowed: number) {
    record.failures += 1;
    if (record.failures < allowed) return;
    const seconds = Math.min(2 ** (record.failures - allowed), longestSeconds);
    record.lockedUntil = clock() + seconds * 1000;
  }

  return {
    guard(who, attempt) {
      const account = recordOf(`account ${who.account}`);
      const address = recordOf(`address ${who.address}`);
      const attemptInTime = async () => {
        const wait = Math.max(account.lockedUntil, address.lockedUntil) - clock();
        if (wait > 0) return { retryAfter: Math.ceil(wait / 1000) };
        const result = await attempt();
        if (result === undefined) {
          fail(account, accountFailures);
          fail(address, addressFailures);
        } else {
          account.failures = 0;
        }
        return { result };
      };
      // One at a time, so parallel guesses are counted, at one account or at many.
      return address.inOrder(() => account.inOrder(attemptInTime));
    },
  };
}
