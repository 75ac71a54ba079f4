/** The definition of the table, which `infra/` provisions and the local stack creates. */
export const marketTable = {
  hashKey: 'userId',
  rangeKey: 'marketId',
  indexes: [
    /** Sorted by `<status>#<revision>`: the pending markets of a city, oldest first, are one Query. */
    { name: 'city', hashKey: 'city', rangeKey: 'reviewOrder', projection: 'ALL' },
    /** Sorted by the last change: each market, or the notice of its withdrawal, is in it once. */
    { name: 'changes', hashKey: 'city', rangeKey: 'changeId', projection: 'KEYS_ONLY' },
    /** Counts the markets of an applicant. A market's row never changes, and notices have none. */
    { name: 'owner', hashKey: 'userId', rangeKey: 'firstSubmittedAt', projection: 'KEYS_ONLY' },
  ],
  /** DynamoDB deletes an item some time after this time, in seconds. Readers check the time themselves. */
  expiry: 'expiresAt',
} as const;

export const [cityIndex, changesIndex, ownerIndex] = marketTable.indexes;

/** The attributes that are keys of the table or of an index, each once. */
export const keyAttributes: readonly string[] = [
  ...new Set(
    [marketTable, ...marketTable.indexes].flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey]),
  ),
];
