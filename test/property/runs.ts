/** How often a property is tried: `PROPERTY_RUNS` times as often as within `npm test`. */
export function runs(modest: number): number {
  return modest * Number(process.env.PROPERTY_RUNS ?? 1);
}
