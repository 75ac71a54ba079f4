import type { oas31 } from 'zod-openapi';

export type Schema = oas31.SchemaObject | oas31.ReferenceObject;
export type Schemas = Record<string, Schema>;

export function isInline<T extends object>(value: T | oas31.ReferenceObject): value is T {
  return !('$ref' in value);
}

/** The schema that a reference names. */
export function resolve(schema: Schema, schemas: Schemas): oas31.SchemaObject {
  if (isInline<oas31.SchemaObject>(schema)) return schema;
  const named = schemas[schema.$ref.replace('#/components/schemas/', '')];
  if (named === undefined) throw new Error(`${schema.$ref} does not exist`);
  return resolve(named, schemas);
}

/**
 * The generated schemas of responses. Members may be added to responses: a client must ignore those that it
 * does not know. The generator's own error schemas are left out.
 */
export function openOutputs(schemas: Schemas): Schemas {
  return Object.fromEntries(
    Object.entries(schemas)
      .filter(([name]) => !name.startsWith('error.'))
      .map(([name, schema]) => [name, openOutput(schema)]),
  );
}

function openOutput<T extends Schema>(schema: T): T {
  if (!isInline<oas31.SchemaObject>(schema)) return schema;
  const { properties, items } = schema;
  return {
    ...schema,
    additionalProperties: undefined,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, each]) => [name, openOutput(each)]),
      ),
    }),
    ...(items && { items: openOutput(items) }),
  };
}
