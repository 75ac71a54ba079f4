/** One at a time under this name: in all tabs where there are Web Locks, else in this one. */
export function createLock(name: string): <Output>(run: () => Promise<Output>) => Promise<Output> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    if (globalThis.navigator?.locks) return navigator.locks.request(name, run);
    const result = last.then(run);
    last = result.catch(() => {});
    return result;
  };
}
