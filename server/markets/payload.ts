import type { Market } from '../domain/market.ts';
import { maxPayloadBytes } from '../domain/payload.ts';

/** As many of the markets as fit into one answer of the Lambda, and at least one. */
export function takePayload(markets: Market[]): Market[] {
  let bytes = 0;
  const end = markets.findIndex((market, index) => {
    bytes += estimateBytes(market);
    return index > 0 && bytes > pageBytes;
  });
  return end === -1 ? markets : markets.slice(0, end);
}

/** Leaves room for the headers, and for the answer around the page. */
const pageBytes = maxPayloadBytes - 100_000;

/**
 * The most bytes of a market in the answer. Computed from lengths, because measuring would serialise
 * every page twice.
 */
function estimateBytes({ marketName, marketDescription, city, decisions }: Market): number {
  const texts = marketName.length + marketDescription.length + city.length;
  return decisions.reduce(
    (sum, { reason = '' }) => sum + bytesAround + reason.length * bytesPerUnit,
    bytesAround * 2 + texts * bytesPerUnit,
  );
}

/**
 * The answer is JSON that holds the body as a string, so a quote takes 4 bytes and a control character,
 * which this version does not write, up to 7. Any other UTF-16 code unit takes at most 3.
 */
const bytesPerUnit = 7;

/** Names, ids and times of a decision, with their quotes, and half of those of a market. */
const bytesAround = 600;
