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

/** Members may be added to responses: a client must ignore those that it does not know. */
export function openOutput<T extends Schema>(schema: T): T {
  return setAdditionalProperties(schema, undefined);
}

/** An unknown member of an input is refused. */
export function closeInputs(inputs: oas31.SchemasObject): oas31.SchemasObject {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, schema]) => [name, setAdditionalProperties(schema, false)]),
  );
}

function setAdditionalProperties<T extends Schema>(schema: T, value: false | undefined): T {
  if (!isInline<oas31.SchemaObject>(schema)) return schema;
  const { additionalProperties: _, properties, items, ...rest } = schema;
  return {
    ...schema,
    ...rest,
    additionalProperties: properties && value,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, each]) => [
          name,
          setAdditionalProperties(each, value),
        ]),
      ),
    }),
    ...(items && { items: setAdditionalProperties(items, value) }),
  };
}
