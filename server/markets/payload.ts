import type { Market } from '../domain/market.ts';
import { maxPayloadBytes } from '../domain/payload.ts';

/** As many of the items as fit with their markets into one answer of the Lambda, and at least one. */
export function takePayload<T>(items: T[], toMarket: (item: T) => Market | undefined): T[] {
  let bytes = 0;
  const end = items.findIndex((item, index) => {
    const market = toMarket(item);
    bytes += market === undefined ? bytesAround : bytesAround + estimateBytes(market);
    return index > 0 && bytes > pageBytes;
  });
  return end === -1 ? items : items.slice(0, end);
}

/** Leaves room for the headers, and for the answer around the page. */
const pageBytes = maxPayloadBytes - 100_000;

/**
 * The most bytes of a market in the answer. Computed from lengths, because measuring would serialise
 * every page twice.
 */
function estimateBytes(market: Market): number {
  const { marketName, marketDescription, city, address = '', decisions } = market;
  const texts = marketName.length + marketDescription.length + city.length + address.length;
  return decisions.reduce(
    (sum, { reason = '', reference = '', decidedByPerson = '' }) =>
      sum +
      bytesAround +
      (reason.length + reference.length + decidedByPerson.length) * bytesPerUnit,
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
