import type { MarketSubmission } from '../../sdk/src/index.ts';

/** A market to submit in the city of the city hall `cluj`. */
export function createSubmission(marketName = 'Piața Unirii'): MarketSubmission {
  return {
    marketName,
    marketDescription: 'Forty huts\nand a carousel',
    marketAveragePrice: 12.5,
    city: 'Cluj-Napoca',
  };
}
