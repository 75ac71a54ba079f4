import { NetworkError } from './errors/network-error.ts';
import { TimeoutError } from './errors/timeout-error.ts';

/** How long a call may take, how often it is tried, and how it is called off. */
export type CallOptions = {
  /**
   * How long the call may take as a whole, retries included, in milliseconds; `Infinity` for no limit.
   * @default 10_000
   */
  timeout?: number | undefined;
  /**
   * How often a call is repeated at most. Only what may pass by itself is repeated: network errors,
   * 429 (after `Retry-After`) and 5xx. `edit` is repeated only after 429, because a second edit
   * would be refused as stale.
   * @default 2
   */
  retries?: number | undefined;
  /** Calls the call off: it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
};

/** Makes attempts until one succeeds, or until there is no point, no time or no wish to go on. */
export async function settle<Output>(
  attempt: (signal: AbortSignal) => Promise<Output>,
  { timeout = 10_000, retries = 2, signal: given }: CallOptions,
  mayRepeat = isTransientError,
): Promise<Output> {
  const call = new AbortController();
  const { signal } = call;
  // Not AbortSignal.any, which a signal that outlives the call would keep, and all that it holds.
  const callOff = () => call.abort(given?.reason);
  if (given?.aborted) callOff();
  given?.addEventListener('abort', callOff);
  // A timer counts no further, and would be due at once.
  const hasTimer = timeout < 2 ** 31;
  const timer = hasTimer && setTimeout(() => call.abort(new TimeoutError(timeout)), timeout);
  let pause: ReturnType<typeof setTimeout> | undefined;
  const end = performance.now() + timeout;
  try {
    for (let retry = 0; ; retry += 1) {
      try {
        signal.throwIfAborted();
        return await until(signal, attempt(signal));
      } catch (error) {
        signal.throwIfAborted();
        const delay = toDelay(retry, error);
        const hasTime = performance.now() + delay < end;
        if (retry >= retries || !hasTime || !mayRepeat(error)) throw error;
        const pausing = new Promise((resolve) => {
          pause = setTimeout(resolve, delay);
        });
        await until(signal, pausing);
      }
    }
  } finally {
    if (timer) clearTimeout(timer);
    // One that nobody waits for any more would keep the process.
    clearTimeout(pause);
    given?.removeEventListener('abort', callOff);
  }
}

/** Whether the same request may fare better in a moment. */
export function isTransientError(error: unknown): boolean {
  return error instanceof NetworkError || isTransient(statusOf(error));
}

/** What was answered instead of a result, in whichever of our errors; else 0. */
export function statusOf(error: unknown): number {
  return readNumber(error, 'status');
}

export function isTransient(status: number): boolean {
  return status === 429 || status >= 500;
}

/** Doubles from 0.2 s and is spread over its half, so that clients do not come back in step. */
function toDelay(retry: number, error: unknown): number {
  const backOff = 200 * 2 ** retry * (1 - Math.random() / 2);
  return 1000 * readNumber(error, 'retryAfter') + backOff;
}

function readNumber(error: unknown, name: 'status' | 'retryAfter'): number {
  const members: Record<string, unknown> = error instanceof Error ? { ...error } : {};
  return Number(members[name] ?? 0);
}

/** Other calls may share the request, so that it goes on where this call does not. */
function until<Output>(signal: AbortSignal, promise: Promise<Output>): Promise<Output> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}
