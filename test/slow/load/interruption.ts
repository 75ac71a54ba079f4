/** Resolves at Ctrl-C. The process then keeps running, so that the caller can stop what it started. */
export function interruption(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.exitCode = 130;
        resolve('interrupted');
      });
    }
  });
}
