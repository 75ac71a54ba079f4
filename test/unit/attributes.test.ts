import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAttributes } from '../../server/markets/attributes.ts';

const { item } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt(),
    fc.uint8Array({ minLength: 1 }),
    fc.uniqueArray(fc.string(), { minLength: 1 }).map((texts) => new Set(texts)),
    fc.uniqueArray(fc.integer(), { minLength: 1 }).map((numbers) => new Set(numbers)),
    fc.array(tie('value')),
    tie('item'),
  ),
  item: fc.dictionary(fc.string(), tie('value')),
}));

test('stored attributes are read as by the SDK, whatever their types', () => {
  fc.assert(
    fc.property(item, (values) => {
      const attributes = marshall(values);
      expect(readAttributes(attributes)).toEqual(unmarshall(attributes));
    }),
  );
});

test('a value of an unknown type is an error, as with the SDK', () => {
  const attributes = JSON.parse('{"city":{"X":"Iași"}}');
  expect(() => readAttributes(attributes)).toThrow('Unsupported type passed: X');
  expect(() => unmarshall(attributes)).toThrow('Unsupported type passed: X');
});
