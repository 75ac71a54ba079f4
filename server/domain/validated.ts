import type * as z from 'zod';

// A market is validated when it is read from the database. As an output it would be validated, and so
// copied, once more.

/** The values that need no other validation, by the schema that they are valid for. */
const valid = new WeakMap<object, z.ZodType>();

/** To be called for a value that the schema returned, or that consists of such values. */
export function markValid<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  value: z.output<z.ZodObject<Shape>>,
): z.output<z.ZodObject<Shape>> {
  valid.set(value, schema);
  return value;
}

/** The schema, whose `parse` returns a value as it is if that was marked as valid for this schema. */
export function withValidMarks<Schema extends z.ZodType>(schema: Schema): Schema {
  const parse = schema.parse.bind(schema);
  return Object.assign(schema, {
    parse(value: unknown) {
      const isValid = typeof value === 'object' && value !== null && valid.get(value) === schema;
      return isValid ? value : parse(value);
    },
  });
}
