import type { Deadline } from './deadline.ts';
import { isAnswer } from './errors/errors.ts';
import { NetworkError } from './errors/network-error.ts';

/** Time limit, retries and cancellation of a call. */
export type CallOptions = {
  /**
   * How long the whole call may take, retries included, in milliseconds. `Infinity` removes the limit.
   * @default 10_000
   */
  timeout?: number | undefined;
  /**
   * How often a request is repeated at most. Only temporary failures are repeated: network errors, 429
   * (after `Retry-After`) and 5xx. `edit` is repeated only after 429, because a second edit would be
   * refused as stale.
   * @default 2
   */
  retries?: number | undefined;
  /** Aborts the call. It rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
};

type RetryOptions = {
  retries: number | undefined;
  deadline: Deadline;
  /** Whether executing the request twice has the effect of executing it once. */
  isRepeatable?: boolean;
};

/** Repeats a request after temporary failures, as long as the deadline leaves time. */
export async function retry<Output>(
  request: () => Promise<Output>,
  { retries = 2, deadline: { signal, end }, isRepeatable = true }: RetryOptions,
): Promise<Output> {
  for (let repeats = 0; ; repeats += 1) {
    signal.throwIfAborted();
    try {
      return await request();
    } catch (error) {
      signal.throwIfAborted();
      const delay = toDelay(repeats, error);
      const hasTime = performance.now() + delay < end;
      if (repeats >= retries || !hasTime || !mayPass(error, isRepeatable)) throw error;
      await pause(delay, signal);
    }
  }
}

/** Whether the same request may succeed a moment later. */
export function isTransient(status: number): boolean {
  return status === 429 || status >= 500;
}

function mayPass(error: unknown, isRepeatable: boolean): boolean {
  if (!isAnswer(error)) return isRepeatable && error instanceof NetworkError;
  return error.status === 429 || (isRepeatable && isTransient(error.status));
}

/** Doubles from 0.2 s and varies by half, so that clients do not return in step. */
function toDelay(repeats: number, error: unknown): number {
  const backOff = 200 * 2 ** repeats * (1 - Math.random() / 2);
  return backOff + (isAnswer(error) ? 1000 * (error.retryAfter ?? 0) : 0);
}

/** A timer that is left running would keep the process alive. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
