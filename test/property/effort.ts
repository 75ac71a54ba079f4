const factor = Number(process.env.PROPERTY_RUNS ?? 1);

/**
 * How hard a property is tried, and its test's time: `PROPERTY_RUNS` times as hard as within
 * `npm test`. A slow machine tries less often; a counterexample is shrunk within the same time.
 */
export function effort(modestRuns: number) {
  const timeLimit = 15_000 * factor;
  return {
    parameters: { numRuns: modestRuns * factor, interruptAfterTimeLimit: timeLimit },
    timeout: timeLimit + 60_000,
  };
}
