/** A UUID of version 7 (RFC 9562, section 5.7): it sorts by time, and so does the list of own markets. */
export function createMarketId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}
