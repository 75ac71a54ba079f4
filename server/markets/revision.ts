import { v7 as uuidv7 } from 'uuid';
import type { Market } from '../domain/schemas.ts';

/** The state of every content that no city hall has read yet: at submit and after an edit. */
export function newRevision(): Pick<
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
