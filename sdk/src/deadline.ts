import { TimeoutError } from './errors/timeout-error.ts';

/** The time limit of a whole call. */
export type Deadline = {
  /** Aborted when the call ends early: with the caller's reason, or with a {@link TimeoutError}. */
  signal: AbortSignal;
  /** When the time is over, by `performance.now()`. */
  end: number;
};

/** Runs a call until it settles, its time is over, or the caller aborts it. */
export async function withDeadline<Output>(
  run: (deadline: Deadline) => Promise<Output>,
  {
    timeout = 10_000,
    signal: given,
  }: { timeout?: number | undefined; signal?: AbortSignal | undefined },
): Promise<Output> {
  const call = new AbortController();
  const { signal } = call;
  // Not AbortSignal.any: a signal that outlives the call would keep everything the call holds.
  const abort = () => call.abort(given?.reason);
  if (given?.aborted) abort();
  given?.addEventListener('abort', abort);
  // A longer timer overflows and fires at once.
  const timer =
    timeout < 2 ** 31
      ? setTimeout(() => call.abort(new TimeoutError(timeout)), timeout)
      : undefined;
  try {
    signal.throwIfAborted();
    // Other calls may share what `run` waits for, so that it is not stopped but left.
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    return await Promise.race([run({ signal, end: performance.now() + timeout }), aborted]);
  } finally {
    clearTimeout(timer);
    given?.removeEventListener('abort', abort);
  }
}
