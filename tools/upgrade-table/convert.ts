import * as z from 'zod';
import { type Catalogue, findCityName } from '../../server/domain/cities.ts';
import { marketSchema } from '../../server/domain/market.ts';
import { createChangeId } from '../../server/markets/change-id.ts';
import type { StoredMarket } from '../../server/markets/requests.ts';
import { createRevision } from '../../server/markets/revision.ts';

/** An item of the SAM stack. Some clients sent the price as text, and nothing checked it. */
const originalSchema = z.object({
  ...marketSchema.pick({
    userId: true,
    marketId: true,
    marketName: true,
    marketDescription: true,
    city: true,
  }).shape,
  marketAveragePrice: z.union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'Expected a price')
      .transform(Number),
  ]),
  marketApproved: z.boolean().default(false),
});

/**
 * The market as this version stores it. The original has no times and no decisions: the market is
 * submitted now, and an approved one stays approved. Its revision places it in the city's queue.
 * @throws with the reason if it is not a market, or its city is not in the catalogue
 */
export function convertItem(item: Record<string, unknown>, catalogue: Catalogue): StoredMarket {
  const { success, data, error } = originalSchema.safeParse(item);
  if (!success) throw new Error(z.prettifyError(error).replaceAll('\n', ' '));
  return {
    ...createRevision(),
    ...data,
    city: findCityName(catalogue, data.city),
    status: data.marketApproved ? 'approved' : 'pending',
    changeId: createChangeId(Date.now),
    decisions: [],
  };
}
