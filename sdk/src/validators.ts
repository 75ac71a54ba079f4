import type { MarketChanges, MarketSubmission } from './contract.ts';
import { limits } from './limits.ts';
import { createObjectSchema } from './validators/object.ts';
import { date, oneLine, price, removable, text } from './validators/rules.ts';
import type { StandardSchema } from './validators/standard-schema.ts';

export type {
  StandardIssue,
  StandardResult,
  StandardSchema,
} from './validators/standard-schema.ts';

/** What a person types to submit a market. */
export type SubmissionForm = Omit<MarketSubmission, 'userId' | 'marketId'>;

/**
 * Validates what a person types to submit a market, by the rules of the API, before it is sent. Each issue is
 * as the API itself reports it, with its `code` and `params`. Only the API knows the cities of its catalogue.
 *
 * Form libraries take it as a Standard Schema: React Hook Form, TanStack Form, and others.
 *
 * @example
 * ```ts
 * const result = await submissionSchema['~standard'].validate(values);
 * if (result.issues) showMessages(result.issues);
 * else await client.markets.submit(result.value);
 * ```
 * @see https://standardschema.dev
 */
export const submissionSchema: StandardSchema<SubmissionForm> = createObjectSchema({
  required: {
    marketName: oneLine(limits.marketName),
    marketDescription: text(limits.marketDescription),
    marketAveragePrice: price,
    city: oneLine(limits.city),
  },
  optional: { address: oneLine(limits.address), opensOn: date, closesOn: date },
});

/**
 * Validates what a person types to edit a market. Omitted values stay as they are, `null` removes `address`,
 * `opensOn` or `closesOn`.
 *
 * @example
 * ```ts
 * const result = await editSchema['~standard'].validate({ marketAveragePrice: 9.5 });
 * ```
 * @see https://standardschema.dev
 */
export const editSchema: StandardSchema<MarketChanges> = createObjectSchema({
  optional: {
    marketName: oneLine(limits.marketName),
    marketDescription: text(limits.marketDescription),
    marketAveragePrice: price,
    address: removable(oneLine(limits.address)),
    opensOn: removable(date),
    closesOn: removable(date),
  },
  isEdit: true,
});
