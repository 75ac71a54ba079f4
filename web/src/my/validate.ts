import { limits } from '@christmas-markets/sdk';
import type { Strings } from '../i18n/en.ts';
import type { Draft, Field } from './draft.ts';

export type Errors = Partial<Record<Field, string>>;

/** `12,50` and `12.50`; NaN if it is not a price. */
export function toPrice(text: string): number {
  return /^\d+([.,]\d{1,2})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : NaN;
}

/** Lengths as the API counts them: code points, and a line break as one. */
export function countCharacters(text: string): number {
  return [...text.replaceAll('\r\n', '\n')].length;
}

/** The contract's own limits. What only the API can tell comes back as its `issues`. */
export function validate(
  draft: Draft,
  { form: { errors: text } }: Strings,
  formatPrice: (price: number) => string,
): Errors {
  const errors: Errors = {};
  for (const field of ['marketName', 'marketDescription', 'address'] as const) {
    const over = countCharacters(draft[field]) - limits[field];
    if (over > 0) errors[field] = text.tooLong(over);
    else if (draft[field].trim() === '' && (field !== 'address' || draft.address !== '')) {
      errors[field] = text.required;
    }
  }
  const price = toPrice(draft.marketAveragePrice);
  if (Number.isNaN(price)) errors.marketAveragePrice = text.price;
  else if (price > limits.marketAveragePrice) {
    errors.marketAveragePrice = text.priceRange(formatPrice(limits.marketAveragePrice));
  }
  if (draft.city === '') errors.city = text.city;
  if (draft.opensOn && draft.closesOn && draft.closesOn < draft.opensOn) {
    errors.closesOn = text.order;
  }
  return errors;
}
