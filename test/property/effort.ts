const factor = Number(process.env.PROPERTY_RUNS ?? 1);
const timeLimitMs = 6_000 * factor;

/** The number of runs and the time limit of a property, both times `PROPERTY_RUNS`. */
export function effort(modestRuns: number) {
  let startedAt: number | undefined;
  return {
    numRuns: modestRuns * factor,
    timeout: timeLimitMs + 600_000,
    /** Skips attempts after the time limit: a slow machine runs fewer, and shrinking has the same limit. */
    withinTime<Input extends unknown[]>(attempt: (...input: Input) => Promise<void>) {
      return async (...input: Input) => {
        startedAt ??= performance.now();
        if (performance.now() - startedAt < timeLimitMs) await attempt(...input);
      };
    },
  };
}
