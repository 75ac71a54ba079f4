const factor = Number(process.env.PROPERTY_RUNS ?? 1);
const timeLimitMs = 8_000 * factor;

/** How hard a property is tried: `PROPERTY_RUNS` times as hard as within `npm test`. */
export function effort(modestRuns: number) {
  let startedAt: number | undefined;
  return {
    numRuns: modestRuns * factor,
    timeout: timeLimitMs + 60_000,
    /** A slow machine tries less often, and a counterexample is shrunk within the same time. */
    withinTime<Input extends unknown[]>(attempt: (...input: Input) => Promise<void>) {
      return async (...input: Input) => {
        startedAt ??= performance.now();
        if (performance.now() - startedAt < timeLimitMs) await attempt(...input);
      };
    },
  };
}
