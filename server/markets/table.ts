/** The definition of the table, which `infra/` provisions and the local stack creates. */
export const marketTable = {
  hashKey: 'userId',
  rangeKey: 'marketId',
  /** Sorted by `<status>#<revision>`: the pending markets of a city, oldest first, are one Query. */
  cityIndex: { name: 'city', hashKey: 'city', rangeKey: 'reviewOrder' },
} as const;
