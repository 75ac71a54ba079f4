import { isRecord, type Json } from './json.ts';

/**
 * Closes every object of the schemas. The document leaves responses open, because clients must accept
 * unknown members. In our tests an undocumented member is an error.
 */
export function closeObjects(schema: Json): Json {
  return {
    ...Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, close(value)])),
    ...(schema.type === 'object' && { additionalProperties: false }),
  };
}

function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(close);
  return isRecord(value) ? closeObjects(value) : value;
}
