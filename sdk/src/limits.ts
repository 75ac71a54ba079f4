/**
 * What the API accepts at most, for forms. Lengths count code points, so that an emoji such as 🎄 counts as
 * one: `[...text].length`. (`maxlength` of HTML counts it as two.)
 *
 * @example
 * ```ts
 * const isTooLong = [...marketName].length > limits.marketName;
 * ```
 */
export const limits = {
  /** Characters. */
  marketName: 120,
  /** Characters. */
  marketDescription: 2_000,
  /** In EUR. */
  marketAveragePrice: 10_000,
  /** Characters. */
  address: 200,
  /** Characters of the reason of a decision. */
  reason: 500,
  /** Characters of the reference of a decision. */
  reference: 64,
  /** Characters. */
  decidedByPerson: 64,
  /** Characters. */
  city: 100,
  /** Decisions in one `decideMany`. */
  decisionsPerRequest: 25,
  /** Markets on one page: the highest `limit`. */
  pageSize: 100,
} as const;
