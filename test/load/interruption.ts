/** Resolves at Ctrl-C, which then ends nothing by itself: what was started can be taken down first. */
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
