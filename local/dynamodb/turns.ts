/** Runs requests together, but each exclusive one alone. */
export function createTurns() {
  const running = new Set<Promise<void>>();
  let exclusive: Promise<void> | undefined;

  return {
    /** Calls `start` as soon as no exclusive run is in progress; `start` returns the end of the request. */
    async share(start: () => Promise<void>): Promise<void> {
      while (exclusive) await exclusive;
      const ended = start().finally(() => running.delete(ended));
      running.add(ended);
      await ended;
    },

    async alone<T>(run: () => Promise<T>): Promise<T> {
      while (exclusive) await exclusive;
      const { promise, resolve } = Promise.withResolvers<void>();
      exclusive = promise;
      try {
        await Promise.allSettled(running);
        return await run();
      } finally {
        exclusive = undefined;
        resolve();
      }
    },
  };
}
