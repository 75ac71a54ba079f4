import type { Market } from '@christmas-markets/sdk';

export type Draft = {
  marketName: string;
  marketDescription: string;
  marketAveragePrice: string;
  city: string;
  address: string;
  opensOn: string;
  closesOn: string;
};
export type Field = keyof Draft;

export const fields = [
  'marketName',
  'marketDescription',
  'marketAveragePrice',
  'city',
  'address',
  'opensOn',
  'closesOn',
] as const satisfies readonly Field[];

export const emptyDraft: Draft = {
  marketName: '',
  marketDescription: '',
  marketAveragePrice: '',
  city: '',
  address: '',
  opensOn: '',
  closesOn: '',
};

export function toDraft(market: Market): Draft {
  const { marketName, marketDescription, marketAveragePrice, city } = market;
  const { address = '', opensOn = '', closesOn = '' } = market;
  return {
    ...{ marketName, marketDescription, city, address, opensOn, closesOn },
    marketAveragePrice: `${marketAveragePrice}`,
  };
}

const prefix = 'draft.';

/**
 * A draft survives a reload and the way to the sign-in page. It is kept in this tab, and not in
 * `localStorage`: on a shared computer the next person would find it.
 *
 * @param key - `new`, or the id of the market that is edited.
 */
export function readDraft(key: string): Draft | null {
  try {
    const stored: Partial<Draft> | null = JSON.parse(
      sessionStorage.getItem(prefix + key) ?? 'null',
    );
    return stored === null ? null : { ...emptyDraft, ...stored };
  } catch {
    return null;
  }
}

export function writeDraft(key: string, draft: Draft): void {
  sessionStorage.setItem(prefix + key, JSON.stringify(draft));
}

export function forgetDraft(key: string): void {
  sessionStorage.removeItem(prefix + key);
}

export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  }
}
