/** One at a time under this name: in all tabs where there are Web Locks, else in this one. */
export function createLock(name: string): <Output>(run: () => Promise<Output>) => Promise<Output> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    // What another tab wrote arrives a moment after its lock is free: within 10 ms as measured, but later
    // on a busy machine. A renewal is rare, and can wait.
    const settled = () => new Promise((resolve) => setTimeout(resolve, 250)).then(run);
    if (globalThis.navigator?.locks) return navigator.locks.request(name, settled);
    const result = last.then(run);
    last = result.catch(() => {});
    return result;
  };
}
