export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function parseJson(text: string): Json {
  const value: unknown = JSON.parse(text);
  if (isRecord(value)) return value;
  throw new Error(`Expected an object: ${text.slice(0, 100)}`);
}

/** An object within an object; an empty one where there is none. */
export function member(value: Json, name: string): Json {
  const found = value[name];
  return isRecord(found) ? found : {};
}
