/** The clocks of two Lambdas differ by 5 s at most. */
export const clocksAheadMs = [-2_500, 2_500] as const;

/**
 * The longest time from the choice of a `changeId` until its write is in the index: 20 s of a call and 10 s of
 * the index. With the 5 s of the clocks this is the horizon of the changes.
 */
const longestWriteMs = 29_990;

/** The time of a simulated world. It passes only when a test lets it pass, so 35 s take no time. */
export type Time = {
  /** The clock of a machine. */
  clock(aheadMs: number): () => number;
  pass(ms: number): void;
  /**
   * Runs the work, and lets the time of the longest write pass meanwhile. Calls `poll` at once, and at each
   * time.
   */
  during<T>(work: Promise<T>, poll: () => Promise<void>): Promise<T>;
  /** Resolves so much later and after the poll of that time, at the latest at the end of `during`. */
  wait(ms: number): Promise<void>;
};

const tickMs = 10_000;
const pauseMs = 5;
/** Without writes that wait, time passes at every eighth pause. */
const idlePauses = 8;

export function createTime(): Time {
  let now = Date.now();
  let end = now;
  const waiting = new Set<{ time: number; resolve: () => void }>();

  function release(): void {
    for (const each of waiting) {
      if (each.time > now) continue;
      waiting.delete(each);
      each.resolve();
    }
  }

  return {
    clock: (aheadMs) => () => now + aheadMs,
    pass(ms) {
      now += ms;
    },
    async during(work, poll) {
      end = now + longestWriteMs;
      let isDone = false;
      const finished = work.finally(() => {
        isDone = true;
      });
      // A poll that throws must not leave a rejection without a handler.
      finished.catch(() => {});
      await poll();
      for (let pauses = 1; !isDone; pauses += 1) {
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        if (isDone || (waiting.size === 0 && pauses % idlePauses !== 0)) continue;
        now = Math.min(now + tickMs, end);
        await poll();
        release();
      }
      return finished;
    },
    wait(ms) {
      const time = Math.min(now + ms, end);
      if (time <= now) return Promise.resolve();
      return new Promise((resolve) => waiting.add({ time, resolve }));
    },
  };
}
