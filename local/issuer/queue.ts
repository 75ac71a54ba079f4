export type Queue = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** Runs one task at a time, in order of arrival. A failed task does not stop the next one. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    last = run.catch(() => undefined);
    return run;
  };
}
