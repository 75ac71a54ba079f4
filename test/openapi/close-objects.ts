import { isRecord, type Json } from './json.ts';

/**
 * The schemas with every object closed. Clients must take members that they do not know, so the
 * document leaves answers open: here an undocumented member is a mistake of ours.
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
