export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function parseJson(text: string): Json {
  const value: unknown = JSON.parse(text);
  if (isRecord(value)) return value;
  throw new Error(`Expected an object: ${text.slice(0, 100)}`);
}

/** Returns a member that is an object, or an empty object if it is missing. */
export function member(value: Json, name: string): Json {
  const found = value[name];
  return isRecord(found) ? found : {};
}
