import { v7 as uuidv7 } from 'uuid';
import type { Market } from '../domain/market.ts';

/** The state of a market after its submission and after each edit. */
export function createRevision(): Pick<
  Market,
  'status' | 'marketApproved' | 'revision' | 'submittedAt'
> {
  return {
    status: 'pending',
    marketApproved: false,
    revision: uuidv7(),
    submittedAt: new Date().toISOString(),
  };
}
