/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7). Each has a millisecond of its own, so that they sort in the
 * order in which they were made.
 */
export function createIdGenerator(clock: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, clock());
    const time = last.toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
  };
}

/** Ids sort by time, and so does the list of own markets. */
export const createMarketId = /* @__PURE__ */ createIdGenerator(Date.now);
