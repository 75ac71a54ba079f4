/** How long to wait for another holder: a renewal takes at most 5 s. */
const patience = 6_000;

/**
 * Runs one task at a time: in this tab, and in all tabs with Web Locks if they share a storage. Node.js has Web Locks
 * too, but there one lock would make all people of a server wait for each other.
 */
export function createLock(
  name: string,
  { isShared }: { isShared: boolean },
): <Output>(run: () => Promise<Output>) => Promise<Output> {
  const hasTabs = isShared && 'location' in globalThis && globalThis.navigator?.locks !== undefined;
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const result = last.then(() => (hasTabs ? runLocked(name, run) : run()));
    last = result.catch(() => {});
    return result;
  };
}

function runLocked<Output>(name: string, run: () => Promise<Output>): Promise<Output> {
  return new Promise((resolve) => {
    const hold = async () => {
      const result = run();
      resolve(result);
      await result.catch(() => {});
      // Other tabs see what was written a moment later: within 10 ms as measured.
      await new Promise((release) => setTimeout(release, 100));
    };
    navigator.locks
      .request(name, { signal: AbortSignal.timeout(patience) }, hold)
      // A frozen tab holds the lock, or the browser refuses locks here: continue as without locks.
      .catch(() => resolve(run()));
  });
}
