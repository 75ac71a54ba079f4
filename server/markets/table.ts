/** The one definition of the table: what `infra/` provisions and the local stack creates. */
export const marketTable = {
  hashKey: 'userId',
  rangeKey: 'marketId',
  /** What waits for a city, oldest first, is one Query: `pending#` in order of revision. */
  cityIndex: { name: 'city', hashKey: 'city', rangeKey: 'reviewOrder' },
} as const;
