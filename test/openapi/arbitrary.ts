import fc from 'fast-check';
import { anyText } from '../any-text.ts';
import { isRecord, type Json, member } from './json.ts';
import { resolve } from './validator.ts';

/** Generates mostly valid values of a schema, and some invalid ones. */
export function toArbitrary(schema: Json): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: toValid(resolve(schema)) },
    { weight: 1, arbitrary: fc.constantFrom(null, true, 'false', 0, -1, 1e300, '', ' ', [], {}) },
    { weight: 1, arbitrary: anyText({ maxLength: 300 }) },
  );
}

function toValid(schema: Json): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.anyOf)) {
    return fc.oneof(...schema.anyOf.filter(isRecord).map((each) => toValid(resolve(each))));
  }
  const examples = Array.isArray(schema.examples) ? schema.examples : [];
  const known = examples.map((example) => ({
    weight: 3,
    arbitrary: fc.constant<unknown>(example),
  }));
  const own = toOwn(schema);
  return fc.oneof(...known, ...(own ? [{ weight: 1, arbitrary: own }] : []));
}

function toOwn(schema: Json): fc.Arbitrary<unknown> | undefined {
  const { type, minimum, maximum } = schema;
  if (Array.isArray(schema.enum)) return fc.constantFrom<unknown>(...schema.enum);
  if (type === 'string') return toText(schema);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'object') return toObjects(schema);
  if (type === 'array') {
    const { minItems, maxItems } = schema;
    const items = toArbitrary(member(schema, 'items'));
    return fc.array(items, {
      minLength: Number(minItems),
      maxLength: Number(maxItems) + 1,
      size: 'xsmall',
    });
  }
  if (typeof minimum !== 'number' || typeof maximum !== 'number') return undefined;
  // Slightly beyond both limits.
  if (type === 'integer') return fc.integer({ min: minimum - 1, max: maximum + 1 });
  return fc.oneof(
    fc.integer({ min: minimum * 100, max: maximum * 100 }).map((cents) => cents / 100),
    fc.double({ min: minimum - 1, max: maximum + 1 }),
  );
}

function toText({ pattern, format, maxLength }: Json): fc.Arbitrary<string> {
  const limit = typeof maxLength === 'number' ? maxLength : 100;
  return fc.oneof(
    toFormat({ pattern, format }),
    fc.string({ unit: 'grapheme', maxLength: limit }),
    fc.constant('x'.repeat(limit + 1)),
  );
}

function toFormat({ pattern, format }: Json): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid({ version: [4, 7] });
  if (format === 'date') return fc.date(years).map((date) => date.toISOString().slice(0, 10));
  return fc.stringMatching(new RegExp(String(pattern), 'u'), { size: 'small' });
}

const years = { min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true };

/** Generates objects: required members nearly always, optional ones sometimes, an unknown one rarely. */
export function toObjects(schema: Json): fc.Arbitrary<Json> {
  const { required, properties } = resolve(schema);
  const names = Array.isArray(required) ? required : [];
  const members = Object.entries(isRecord(properties) ? properties : {}).map(([name, property]) =>
    fc
      .tuple(toArbitrary(isRecord(property) ? property : {}), fc.nat(99))
      .map(([value, chance]) => (chance < (names.includes(name) ? 97 : 40) ? [[name, value]] : [])),
  );
  const unknownMember = fc.oneof(
    { weight: 19, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('colour', '__proto__', 'constructor', 'status', 'userId', 'decisions')
        .map((name) => [[name, 'x']]),
    },
  );
  return fc.tuple(...members, unknownMember).map((all) => Object.fromEntries(all.flat()));
}

/** Name, schema, and whether the parameter is required. */
export function parametersOf(operation: Json, place: string): [string, Json, boolean][] {
  const { parameters } = operation;
  return (Array.isArray(parameters) ? parameters : [])
    .filter(isRecord)
    .filter((parameter) => parameter.in === place)
    .map((parameter) => [
      String(parameter.name),
      member(parameter, 'schema'),
      parameter.required === true,
    ]);
}
