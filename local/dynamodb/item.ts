import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

/** The types of values that markets have. */
const valueSchema: z.ZodType<AttributeValue> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.string() }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.boolean() }),
    z.strictObject({ L: z.array(valueSchema) }),
    z.strictObject({ M: z.record(z.string(), valueSchema) }),
  ]),
);

/** An item in the JSON of DynamoDB. */
export const itemSchema = z.record(z.string(), valueSchema);
export type Item = z.infer<typeof itemSchema>;
